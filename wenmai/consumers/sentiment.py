"""How a review sounds: a model learned from the user's own stars, or a lexicon, named as such."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_LABELS = 300
# A side of fewer labels teaches nothing of itself.
LEAST_OF_A_SIDE = 30
_FOLDS = 5

# Short on purpose: words whose sign hardly depends on what is reviewed.
POSITIVE = (
    *("好", "棒", "赞", "喜欢", "满意", "精彩", "推荐", "值得", "惊喜", "感动", "漂亮", "美"),
    *("精致", "实惠", "划算", "方便", "快", "准时", "热情", "周到", "耐心", "干净", "舒服"),
    *("优秀", "出色", "完美", "震撼", "有趣", "生动", "开心", "愉快", "难忘", "不错", "给力"),
    *("新鲜", "好吃", "好看", "好玩", "良心", "用心", "细致", "清晰", "丰富", "超值", "五星"),
)
NEGATIVE = (
    *("差", "烂", "坏", "失望", "难吃", "难看", "无聊", "贵", "慢", "脏", "旧", "冷淡", "糟"),
    *("后悔", "退货", "退款", "投诉", "骗", "坑", "假", "破", "裂", "掉色", "褪色", "异味"),
    *("粗糙", "敷衍", "拥挤", "混乱", "吵", "凉", "硬", "少了", "没有送", "漏", "错", "恶心"),
    *("态度", "太少", "垃圾", "不值", "不好", "不行", "不满", "不推荐", "不喜欢", "不新鲜", "一般"),
)
_NEGATIONS = "不没无别非未"
_WORDS = re.compile("|".join(sorted(map(re.escape, POSITIVE + NEGATIVE), key=len, reverse=True)))


def lexicon_score(text: str) -> float:
    """Score a text by words alone: (good − bad) ÷ (good + bad), a negation turning a word round.

    Parameters
    ----------
    text : str

    Returns
    -------
    float
        −1 to 1; 0 without any word of the lexicon.

    Examples
    --------
    >>> lexicon_score("很好看，但是太贵"), lexicon_score("不太好"), lexicon_score("收到")
    (0.0, -1.0, 0.0)
    """
    good = bad = 0
    for match in _WORDS.finditer(text):
        is_good = match[0] in POSITIVE
        before = text[max(0, match.start() - 2) : match.start()]
        if any(sign in before for sign in _NEGATIONS):
            is_good = not is_good
        good, bad = good + is_good, bad + (not is_good)
    return (good - bad) / (good + bad) if good + bad else 0.0


@dataclass(frozen=True)
class SentimentEvaluation:
    """What a method of sentiment is worth on labelled reviews.

    Parameters
    ----------
    method : {'model', 'lexicon', 'majority'}
    macro_f1, accuracy : float
        The model's out of fold; of the lexicon, texts without any of its words count as negative
        or positive, whichever label is more frequent.
    n_labels, n_positive : int
    is_chosen : bool
    """

    method: str
    macro_f1: float
    accuracy: float
    n_labels: int
    n_positive: int
    is_chosen: bool


@dataclass(frozen=True)
class Sentiment:
    """Sentiment of every text, and how good the method is.

    Parameters
    ----------
    scores : array of shape (n,)
        −1 (negative) to 1 (positive).
    method : {'model', 'lexicon'}
    reason : str
        Why the lexicon stands in: ``few_labels``, ``one_sided_labels``; else empty.
    evaluations : tuple of SentimentEvaluation
        Empty without labels.
    """

    scores: Floats
    method: str
    reason: str
    evaluations: tuple[SentimentEvaluation, ...]


def labels_of_stars(ratings: npt.ArrayLike, low: float, high: float) -> Floats:
    """Turn stars into labels: the upper quarter of the scale 1, the lower quarter and below 0.

    Parameters
    ----------
    ratings : array of shape (n,)
    low, high : float
        Ends of the scale: of 1 to 5 stars 4 and 5 are positive, 1 and 2 negative.

    Returns
    -------
    array of shape (n,)
        Missing for what lies between, and without a rating.

    Examples
    --------
    >>> labels_of_stars([1, 2, 3, 4, 5], 1, 5).tolist()
    [0.0, 0.0, nan, 1.0, 1.0]
    """
    stars = np.asarray(ratings, dtype=float)
    place = (stars - low) / (high - low)
    labels = np.full(len(stars), np.nan)
    labels[place >= 0.75 - 1e-9] = 1.0
    labels[place <= 0.25 + 1e-9] = 0.0
    return labels


def find_sentiment(texts: Sequence[str], labels: npt.ArrayLike, seed: int = 1) -> Sentiment:
    """Score texts by a model learned from labelled ones, or by the lexicon where labels are few.

    TF-IDF of one to three characters and logistic regression with balanced classes; evaluated by
    five folds. It takes 300 labels, 30 of either side: below that, the lexicon scores.

    Parameters
    ----------
    texts : sequence of str
    labels : array of shape (n,)
        1, 0, or missing.
    seed : int
        Of the folds.

    Returns
    -------
    Sentiment

    Examples
    --------
    >>> found = find_sentiment(["很好", "很差"], [1, 0])
    >>> found.method, found.reason, found.scores.tolist()
    ('lexicon', 'few_labels', [1.0, -1.0])
    """
    known = np.asarray(labels, dtype=float)
    has_label = np.isfinite(known)
    truth = known[has_label].astype(int)
    by_words = np.array([lexicon_score(text) for text in texts])
    least_side = min((truth == 0).sum(), (truth == 1).sum()) if len(truth) else 0
    reason = ""
    if len(truth) < LEAST_LABELS:
        reason = "few_labels"
    elif least_side < LEAST_OF_A_SIDE:
        reason = "one_sided_labels"
    guesses: dict[str, npt.NDArray[np.int64]] = {}
    scores = by_words
    if not reason:
        # a second to import, and most studies have no reviews
        from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415

        learned = [text for text, is_known in zip(texts, has_label, strict=True) if is_known]
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
        guesses["model"] = cross_val_predict(_model(), learned, truth, cv=folds)
        scores = 2 * _model().fit(learned, truth).predict_proba(list(texts))[:, 1] - 1
    evaluations: tuple[SentimentEvaluation, ...] = ()
    if len(truth):
        majority = int(truth.mean() >= 0.5)
        words = by_words[has_label]
        guesses["lexicon"] = np.where(words == 0, majority, words > 0).astype(int)
        guesses["majority"] = np.full(len(truth), majority)
        chosen = "lexicon" if reason else "model"
        evaluations = tuple(
            SentimentEvaluation(
                method,
                _macro_f1(truth, guess),
                float((truth == guess).mean()),
                len(truth),
                int(truth.sum()),
                method == chosen,
            )
            for method, guess in guesses.items()
        )
    return Sentiment(scores, "lexicon" if reason else "model", reason, evaluations)


def _model() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    return make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        LogisticRegression(C=4.0, max_iter=1000, class_weight="balanced"),
    )


@cache
def _f1() -> Any:
    from sklearn.metrics import f1_score  # noqa: PLC0415

    return f1_score


def _macro_f1(truth: npt.NDArray[np.int64], guess: npt.NDArray[np.int64]) -> float:
    return float(_f1()(truth, guess, average="macro", labels=[0, 1], zero_division=0))
