"""Everything that is judged of one study's graph."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.knowledge_graph.calibration import Platt, fit_platt, type_correct_negatives
from wenmai.knowledge_graph.evaluation import (
    GraphOfStudy,
    Probabilities,
    classify,
    evaluate,
    probabilities,
)
from wenmai.knowledge_graph.facts import TAIL, NamedFacts
from wenmai.knowledge_graph.methods import Model
from wenmai.knowledge_graph.ranking import CELLS
from wenmai.knowledge_graph.rules import rule_findings
from wenmai.knowledge_graph.settings import GraphSettings
from wenmai.knowledge_graph.splits import Split

LOW = "low_probability"
_TRIPLE = ["head", "relation", "tail"]
_NAMES = {"head": "head_code", "relation": "relation_code", "tail": "tail_code"}


def judge_study(part: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Judge the triples, candidates and methods of one study.

    Parameters
    ----------
    part : mapping of DataFrame
        The tables of :func:`wenmai.knowledge_graph.studies.judgements_by_study` for one study.

    Returns
    -------
    dict
        Rows of JUDGEMENT_TABLES. A graph that is too small has rules and problems only.
    """
    settings = GraphSettings.from_row(part["settings"].iloc[0].to_dict())
    broken = rule_findings(
        part["triples"],
        part["entities"],
        part["relations"],
        part["aliases"],
        settings.grace_years,
    )
    graph = _graph(part, broken, settings)
    labels = part["statements"][part["statements"]["statement_kind"] == "label"]
    labels = labels.assign(is_true=labels["is_true"].fillna(False).astype(bool))
    n_asked = int(graph.asked.sum())
    if n_asked < settings.min_triples:
        refused = {
            "reason_code": "too_few_triples",
            "subject": str(n_asked),
            "detail": str(settings.min_triples),
        }
        return {"quality": _quality(graph, part["triples"], broken, None), "problems": [refused]}
    try:
        known = probabilities(graph, labels)
    except WenmaiError:
        refused = {"reason_code": "nothing_to_calibrate", "subject": str(n_asked), "detail": ""}
        return {"quality": _quality(graph, part["triples"], broken, None), "problems": [refused]}
    candidates = part["statements"][part["statements"]["statement_kind"] == "candidate"]
    classified = classify(graph, labels)
    return {
        "evaluation": evaluate(graph),
        "quality": _quality(graph, part["triples"], broken, known),
        "candidates": _candidates(graph, candidates),
        "classification": classified,
        "reliability": [
            {"method_code": row["method_code"], "source_code": row["source_code"], **one}
            for row in classified
            for one in row["bins"]
        ],
        "calibration": [
            {
                "source_code": known.source,
                "suspicious_below": known.suspicious_below,
                "prior": known.curve.prior,
                "slope": known.curve.slope,
                "intercept": known.curve.intercept,
            }
        ],
        "problems": [],
    }


def _graph(
    part: Mapping[str, pd.DataFrame], broken: pd.DataFrame, settings: GraphSettings
) -> GraphOfStudy:
    triples = part["triples"].drop_duplicates(_TRIPLE)
    kinds = part["entities"].drop_duplicates("entity_code").set_index("entity_code")["entity_kind"]
    named = NamedFacts.from_frame(triples, kinds)
    is_role_code = triples.groupby("relation")["is_role"].any()
    is_role = np.array([bool(is_role_code.get(code, False)) for code in named.relations], bool)
    facts = named.facts
    years = np.full(len(facts), np.nan)
    given = facts.key_of(*named.positions(triples))
    years[np.searchsorted(facts.keys, given)] = pd.to_numeric(triples["year"], errors="coerce")
    doubted = np.isin(facts.keys, facts.key_of(*named.positions(broken)))
    return GraphOfStudy(named, is_role, years, doubted, settings)


def _quality(
    graph: GraphOfStudy, triples: pd.DataFrame, broken: pd.DataFrame, known: Probabilities | None
) -> pd.DataFrame:
    """Give every role its score, probability and reason; of several rules the first by name."""
    roles = triples[triples["is_role"].astype(bool)].drop_duplicates(_TRIPLE)[_TRIPLE]
    roles = roles.reset_index(drop=True)
    heads, relations, tails = graph.named.positions(roles)
    able = graph.judge.can_judge(heads, tails)
    score = np.where(able, graph.judge.triples(heads, relations, tails), np.nan)
    probability = np.full(len(roles), np.nan)
    low = np.zeros(len(roles), dtype=bool)
    if known is not None:
        probability[able] = known.curve.probability(score[able])
        low[able] = probability[able] < known.suspicious_below
    first = broken.drop_duplicates(_TRIPLE)
    reasons = roles.merge(first, on=_TRIPLE, how="left")
    has_rule = reasons["reason_code"].notna().to_numpy()
    found = roles.rename(columns=_NAMES).assign(
        score=score,
        probability=probability,
        can_be_judged=able,
        is_suspicious=low | has_rule,
        reason_code=reasons["reason_code"].where(has_rule, pd.Series(low).map({True: LOW})),
        detail=reasons["detail"],
    )
    return found.sort_values(list(_NAMES.values())).reset_index(drop=True)


def _curve(graph: GraphOfStudy, model: Model) -> Platt:
    valid = graph.pair.valid
    false = type_correct_negatives(graph.facts, valid, graph.settings.seed)
    scores = [
        np.asarray(model.triples(facts.heads, facts.relations, facts.tails), dtype=float)
        for facts in (valid, false)
    ]
    truth = np.repeat([True, False], [len(valid), len(false)])
    return fit_platt(np.concatenate(scores), truth)


def _candidates(graph: GraphOfStudy, given: pd.DataFrame) -> list[dict[str, Any]]:
    """Rank every candidate among all type-correct tails that the graph has not yet.

    The paper's choice of an entity: the tail with the highest score; ``margin`` is how far its
    probability lies above the runner-up's.
    """
    rows = given.drop_duplicates(_TRIPLE).reset_index(drop=True)
    heads, relations, tails = graph.named.positions(rows)
    known = (heads >= 0) & (relations >= 0) & (tails >= 0)
    if not known.any():
        return []
    whole, nothing = graph.facts.take(~graph.doubted), graph.facts.take(graph.asked & False)
    model = graph.training(Split(whole, nothing, nothing)).fit("default")
    curve = _curve(graph, graph.by_pair.fit("default"))
    facts = graph.facts
    has_other = graph.judge.can_judge(heads, tails) & known
    found = []
    for relation in np.unique(relations[known]):
        pool = facts.ends_of(int(relation), TAIL)
        mine = np.flatnonzero(known & (relations == relation))
        size = max(1, CELLS // max(len(pool), 1))
        for start in range(0, len(mine), size):
            block = mine[start : start + size]
            scores = model.block(heads[block], int(relation), TAIL, pool)
            for place, row in zip(block, scores, strict=True):
                found.append(
                    _one(graph, curve, row, pool, (heads[place], relation, tails[place]))
                    | {_NAMES[key]: rows.at[place, key] for key in _TRIPLE}
                    | ({} if has_other[place] else {"probability": None})
                )
    return sorted(found, key=lambda row: tuple(row[name] for name in _NAMES.values()))


def _one(
    graph: GraphOfStudy,
    curve: Platt,
    row: np.ndarray,
    pool: np.ndarray,
    asked: tuple[int, int, int],
) -> dict[str, Any]:
    (head, relation, tail), facts = asked, graph.facts
    taken = facts.tails[(facts.heads == head) & (facts.relations == relation)]
    free = ~np.isin(pool, taken) | (pool == tail)
    scores, codes = np.asarray(row, dtype=float)[free], pool[free]
    own = scores[codes == tail]
    order = np.lexsort((codes, -scores))
    best, second = order[0], order[1] if len(order) > 1 else order[0]
    chance = curve.probability(scores[[best, second]])
    value = float(own[0]) if len(own) else float("nan")
    equal = int((scores == value).sum())
    entities = graph.named.entities
    return {
        "score": value,
        "probability": float(curve.probability(value)),
        "candidate_rank": 1 + int((scores > value).sum()) + (equal - 1) // 2,
        "n_candidates": len(scores),
        "best_code": entities[codes[best]],
        "best_probability": float(chance[0]),
        "runner_up_code": entities[codes[second]] if len(order) > 1 else None,
        "margin": float(chance[0] - chance[1]),
        "is_chosen": bool(codes[best] == tail),
    }
