"""What the pages of a graph say of their pictures and tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from wenmai.atlas.blocks import Answer
from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence, list_of

Row = Mapping[str, Any]

EGO = Sentence("pages.graph_ego", "name", "n", "others")
OVERLAP = Sentence("pages.graph_overlap", "one", "other", "share", "chance")
NO_OVERLAP = Sentence("pages.graph_no_overlap")
POPULAR = Sentence("pages.graph_popular", "names")
MOST_LAYERS = Sentence("pages.graph_most_layers", "name", "n", "layers")
SUSPICIOUS = Sentence("pages.graph_suspicious", "n", "of", "reasons")
DOUBTS = Sentence("pages.graph_doubts", "n", "reasons")
MOST_BY = Sentence("pages.graph_most_by", "reason", "n")
BEST = Sentence("pages.graph_best", "method", "mrr")
NOT_ALONE = Sentence("pages.graph_best_not_alone", "method", "mrr", "others")
OFF = Sentence("pages.graph_off", "points")
RIGHT = Sentence("pages.graph_right", "method", "share", "n", "source")
LIKELY = Sentence("pages.graph_likely", "n", "of", "head", "tail", "share")


def _coded(code: str) -> Said:
    name = code_name(code)
    return InBoth(name["zh"], name["en"])


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def neighbours(rows: Sequence[Row]) -> list[Said]:
    """Say how many an entity is linked with, and with whom most: the first rows, falling."""
    others = list_of([row["other_name"] for row in rows])
    return [EGO(name=rows[0]["ego_name"], n=rows[0]["n_neighbours"], others=others)]


def overlapping(answer: Answer) -> Said | None:
    """Say which two layers have the largest share of links in common.

    Examples
    --------
    >>> names = ("one_zh", "one_en", "other_zh", "other_en", "jaccard", "expected_jaccard")
    >>> overlapping(Answer("…", names, [("演", "Cast", "导", "Crew", 0.152, 0.004)])).text()
    'Cast and Crew overlap most: they share 15.2 % of their links, 0.4 % by chance'
    """
    rows = [row for row in answer.records() if row["jaccard"] is not None]
    if not rows:
        return None
    most = max(rows, key=lambda row: row["jaccard"])
    if not most["jaccard"]:
        return NO_OVERLAP()
    return OVERLAP(
        one=InBoth(most["one_zh"], most["one_en"]),
        other=InBoth(most["other_zh"], most["other_en"]),
        share=f"{100 * most['jaccard']:.1f}",
        chance=f"{100 * most['expected_jaccard']:.1f}",
    )


def popular(rows: Sequence[Row]) -> list[Said]:
    """Say who is most popular in a year: the first rows in falling order."""
    return [POPULAR(names=list_of([row["entity_name"] for row in rows]))]


def in_most_layers(rows: Sequence[Row]) -> list[Said]:
    """Say who of a kind has most links over the layers: rows in falling order."""
    most = rows[0]
    return [
        MOST_LAYERS(name=most["entity_name"], n=most["overlapping_degree"], layers=most["n_layers"])
    ]


def reasons(answer: Answer) -> tuple[int, Said]:
    """Return how many rows there are of all reasons, and the reason or the commonest of them.

    Parameters
    ----------
    answer : Answer
        ``reason_code`` and ``n_of_reason``: of all rows, also those that are not shown.

    Examples
    --------
    >>> known = [("same_name", 2), ("low_probability", 5)]
    >>> n, said = reasons(Answer("…", ("reason_code", "n_of_reason"), known))
    >>> n, str(said)
    (7, 'most of them low probability (5)')
    """
    numbers = dict(answer.combinations("reason_code", "n_of_reason"))
    most = max(numbers, key=lambda code: (numbers[code], code))
    said = _coded(most) if len(numbers) == 1 else MOST_BY(reason=_coded(most), n=numbers[most])
    return sum(numbers.values()), said


def best_method(rows: Sequence[Row]) -> list[Said]:
    """Say which method is best, and whose intervals reach as far: rows in falling order.

    Examples
    --------
    >>> names = ("method_code", "mrr", "mrr_lower", "mrr_upper")
    >>> known = [("als", 0.2, 0.18, 0.22), ("popularity", 0.1, 0.08, 0.12)]
    >>> [str(said) for said in best_method([dict(zip(names, row)) for row in known])]
    ['alternating least squares is best (0.200), firmly above all others']
    """
    best, *rest = rows
    said = {"method": _coded(best["method_code"]), "mrr": f"{best['mrr']:.3f}"}
    near = [
        _coded(row["method_code"])
        for row in rest
        if None not in (best["mrr_lower"], row["mrr_upper"])
        and row["mrr_upper"] >= best["mrr_lower"]
    ]
    return [NOT_ALONE(**said, others=list_of(near)) if near else BEST(**said)]


def calibrated(rows: Sequence[Row]) -> list[Said]:
    """Say how far the probabilities of a method are from what is true, on average.

    Examples
    --------
    >>> names = ("mean_probability", "true_share", "n_triples")
    >>> known = [(0.2, 0.1, 30), (0.8, 0.9, 10)]
    >>> [str(said) for said in calibrated([dict(zip(names, row)) for row in known])]
    ['On average the probabilities are 10 percentage points off']
    """
    total = sum(row["n_triples"] for row in rows)
    off = sum(row["n_triples"] * abs(row["mean_probability"] - row["true_share"]) for row in rows)
    return [OFF(points=_percent(off / total))]


def often_right(answer: Answer) -> Said:
    """Say how often triples are called rightly: by what judges them here, against people if asked.

    Examples
    --------
    >>> names = ("method_code", "source_code", "accuracy", "n_true", "n_false")
    >>> known = [("als", "labels", 0.9, 5, 5), ("judge", "labels", 0.8, 29, 29)]
    >>> often_right(Answer("…", names, known)).text("zh")
    '三元组质量所用方法判对80%（58条，依据：人工核实）'
    """
    said = min(
        answer.records(),
        key=lambda row: (
            row["method_code"] != "judge",
            row["source_code"] != "labels",
            -row["accuracy"],
        ),
    )
    return RIGHT(
        method=_coded(said["method_code"]),
        share=_percent(said["accuracy"]),
        n=said["n_true"] + said["n_false"],
        source=_coded(said["source_code"]),
    )


def likeliest(answer: Answer) -> Said:
    """Say how many candidates are rather true than not, and which most: rows in falling order."""
    best = answer.records()[0]
    return LIKELY(
        n=best["n_likely"],
        of=best["n_asked"],
        head=best["head_name"],
        tail=best["tail_name"],
        share=_percent(best["probability"]),
    )
