"""What the reader is told when paths cannot be recognised, or not all of them."""

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import Floats, Integers

FEWEST_LABELLED = 20
Note = tuple[str, str]

REFUSALS = {
    "no_features": (
        "No dimension has a feature: map indicators to the five dimensions under paths: features.",
        "五个维度均无特征：请在paths: features中将指标映射到维度。",
    ),
    "nothing_varies": (
        "All features are the same for all units and years: there is nothing to tell apart.",
        "所有单元与年份的特征均相同，无法区分路径。",
    ),
    "too_few_labelled": (
        "Only {n} unit-years have both a label and features, {least} are needed.",
        "仅有{n}个样本同时具备标签与特征，至少需要{least}个。",
    ),
    "one_path": (
        "All labelled unit-years have the same path: a forest needs two.",
        "所有带标签的样本属于同一路径，模型至少需要两类。",
    ),
    "labels_not_clustered": (
        "{n} unit-years are too few to cluster.",
        "仅有{n}个样本，不足以聚类。",
    ),
}


class NotRecognisedError(ValueError):
    """Paths cannot be recognised; ``code`` is a key of REFUSALS."""

    def __init__(self, code: str, n: int = 0) -> None:
        self.code = code
        english, chinese = REFUSALS[code]
        given = {"n": n, "least": FEWEST_LABELLED}
        self.sentences = (english.format(**given), chinese.format(**given))
        super().__init__(self.sentences[0])


def notes_of(
    present: npt.NDArray[np.bool_], labels: Integers, codes: tuple[tuple[str, ...], ...]
) -> tuple[Note, ...]:
    """Say which dimensions and paths a forest cannot know.

    Parameters
    ----------
    present : array of bool of shape (d,)
        Which dimensions have a score.
    labels : array of shape (n,)
    codes : tuple
        Codes of the paths, codes of their dimensions.

    Returns
    -------
    tuple of (str, str)
        English and Chinese.
    """
    notes = [
        (
            f"{dimension} has no feature: the forest cannot see it.",
            f"维度{dimension}没有特征，模型无法识别。",
        )
        for dimension, is_there in zip(codes[1], present, strict=True)
        if not is_there
    ]
    for path, code in enumerate(codes[0]):
        n = int((labels == path).sum())
        if n == 0:
            notes.append((f"No sample is labelled {code}.", f"没有样本被标为{code}。"))
        elif n == 1:
            notes.append(
                (
                    f"A single sample is labelled {code}: it is learnt and never tested.",
                    f"仅有一个样本被标为{code}：参与训练，但未经检验。",
                )
            )
    return tuple(notes)


def misnamed_clusters(
    standardised: Floats, labels: Integers, codes: tuple[tuple[str, ...], ...]
) -> tuple[Note, ...]:
    """Name the clusters whose path's dimension does not stand out in them.

    Every cluster gets a path, whether one fits or not: clusters of large and small cities differ
    in all dimensions alike.

    Parameters
    ----------
    standardised : array of shape (n, d)
        Fused features of the labelled samples, mean 0 and standard deviation 1 over the panel.
    labels : array of shape (n,)
        Number of the path of each; column q is the dimension of path q.
    codes : tuple
        Codes of the paths, codes of their dimensions.

    Returns
    -------
    tuple of (str, str)
        English and Chinese.

    Examples
    --------
    >>> values = np.array([[1.0, 2.0], [-1.0, -2.0]])
    >>> notes = misnamed_clusters(values, np.array([0, 1]), (("a", "b"), ("x", "y")))
    >>> notes[0][0]
    'The cluster named a stands highest in y, not in x: read it as a group, not as a path.'
    """
    notes = []
    for path in np.unique(labels):
        highest = int(standardised[labels == path].mean(axis=0).argmax())
        if highest != path:
            name, other, own = codes[0][path], codes[1][highest], codes[1][path]
            english = f"The cluster named {name} stands highest in {other}, not in {own}"
            notes.append(
                (
                    f"{english}: read it as a group, not as a path.",
                    f"聚类{name}以{other}最高而非{own}：宜视为一组城市，而非发展路径。",
                )
            )
    return tuple(notes)
