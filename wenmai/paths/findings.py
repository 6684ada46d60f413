"""What the reader is told when paths cannot be recognised, or not all of them."""

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import Floats, Integers
from wenmai.sentences import Said, Sentence

FEWEST_LABELLED = 20

REFUSALS = {
    sentence.code.removeprefix("paths."): sentence
    for sentence in (
        Sentence("paths.no_features"),
        Sentence("paths.nothing_varies"),
        Sentence("paths.too_few_labelled", "n", "least"),
        Sentence("paths.one_path"),
        Sentence("paths.labels_not_clustered", "n"),
    )
}
DIMENSION_UNSEEN = Sentence("paths.dimension_unseen", "dimension")
PATH_WITHOUT_LABEL = Sentence("paths.path_without_label", "path")
PATH_WITH_ONE_LABEL = Sentence("paths.path_with_one_label", "path")
CLUSTER_MISNAMED = Sentence("paths.cluster_misnamed", "path", "highest", "own")


class NotRecognisedError(ValueError):
    """Paths cannot be recognised; ``code`` is a key of REFUSALS."""

    def __init__(self, code: str, n: int = 0) -> None:
        sentence = REFUSALS[code]
        given = {"n": n, "least": FEWEST_LABELLED}
        self.code = code
        self.said = sentence(**{place: given[place] for place in sentence.places})
        super().__init__(str(self.said))


def notes_of(
    present: npt.NDArray[np.bool_], labels: Integers, codes: tuple[tuple[str, ...], ...]
) -> tuple[Said, ...]:
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
    tuple of Said
    """
    notes = [
        DIMENSION_UNSEEN(dimension=dimension)
        for dimension, is_there in zip(codes[1], present, strict=True)
        if not is_there
    ]
    for path, code in enumerate(codes[0]):
        n = int((labels == path).sum())
        if n == 0:
            notes.append(PATH_WITHOUT_LABEL(path=code))
        elif n == 1:
            notes.append(PATH_WITH_ONE_LABEL(path=code))
    return tuple(notes)


def misnamed_clusters(
    standardised: Floats, labels: Integers, codes: tuple[tuple[str, ...], ...]
) -> tuple[Said, ...]:
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
    tuple of Said

    Examples
    --------
    >>> values = np.array([[1.0, 2.0], [-1.0, -2.0]])
    >>> notes = misnamed_clusters(values, np.array([0, 1]), (("a", "b"), ("x", "y")))
    >>> str(notes[0])
    'The cluster named a stands highest in y, not in x: read it as a group, not as a path.'
    """
    notes = []
    for path in np.unique(labels):
        highest = int(standardised[labels == path].mean(axis=0).argmax())
        if highest != path:
            name, other, own = codes[0][path], codes[1][highest], codes[1][path]
            notes.append(CLUSTER_MISNAMED(path=name, highest=other, own=own))
    return tuple(notes)
