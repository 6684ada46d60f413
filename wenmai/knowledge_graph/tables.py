"""The tables that a study's graph becomes, and how they are nested: one row per study."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from wenmai.kit.nested import Columns, nest

_TRIPLE = {"head_code": "str", "relation_code": "str", "tail_code": "str"}

IDENTITY_TABLES: dict[str, Columns] = {
    "roles": {"record_number": "int", "entity_code": "str", "is_name_only": "bool"},
    "entities": {
        **{"entity_code": "str", "entity_name": "str", "entity_kind": "str"},
        **{"is_name_only": "bool", "is_described": "bool", "n_roles": "int"},
    },
    "problems": {"reason_code": "str", "subject": "str", "detail": "str"},
}
LAYER_TABLES: dict[str, Columns] = {
    "links": {
        **{"layer_code": "str", "from_entity": "str", "to_entity": "str", "n_works": "int"},
        **{"weight": "float", "first_year": "int", "last_year": "int", "is_single_work": "bool"},
    },
    "nodes": {
        **{"layer_code": "str", "entity_code": "str", "degree": "int", "strength": "float"},
        **{"relative_betweenness": "float", "closeness": "float", "clustering": "float"},
        **{"pagerank": "float", "core_number": "int", "component": "int", "role_code": "str"},
    },
    "multilayer": {
        **{"entity_code": "str", "n_layers": "int", "overlapping_degree": "int"},
        **{"overlapping_strength": "float", "participation": "float"},
        **{"multiplex_pagerank": "float"},
    },
    "overlap": {
        **{"layer_code": "str", "other_layer_code": "str", "n_entities": "int", "n_links": "int"},
        **{"n_other_links": "int", "n_shared_links": "int", "jaccard": "float"},
        **{"expected_jaccard": "float", "degree_correlation": "float"},
        **{"qap_correlation": "float", "qap_p_greater": "float", "n_permutations": "int"},
        **{"reason_code": "str"},
    },
    "popularity": {
        **{"entity_code": "str", "year": "int", "popularity": "float", "n_works": "int"},
        **{"popularity_rank": "int"},
    },
}
JUDGEMENT_TABLES: dict[str, Columns] = {
    "evaluation": {
        **{"split_code": "str", "method_code": "str", "relation_code": "str", "question": "str"},
        **{"mrr": "float", "mrr_lower": "float", "mrr_upper": "float", "hits_1": "float"},
        **{"hits_3": "float", "hits_10": "float", "n_queries": "int", "n_not_asked": "int"},
        **{"n_candidates": "int", "unseen_share": "float", "_fit_seconds": "float"},
    },
    "quality": {
        **_TRIPLE,
        **{"score": "float", "probability": "float", "can_be_judged": "bool"},
        **{"is_suspicious": "bool", "reason_code": "str", "detail": "str"},
    },
    "candidates": {
        **_TRIPLE,
        **{"score": "float", "probability": "float", "candidate_rank": "int"},
        **{"n_candidates": "int", "best_code": "str", "best_probability": "float"},
        **{"runner_up_code": "str", "margin": "float", "is_chosen": "bool"},
    },
    "classification": {
        **{"method_code": "str", "source_code": "str", "accuracy": "float", "f1": "float"},
        **{"auc": "float", "brier": "float", "calibration_error": "float", "n_true": "int"},
        **{"n_false": "int", "prior": "float", "slope": "float", "intercept": "float"},
    },
    "reliability": {
        **{"method_code": "str", "source_code": "str", "bin": "int", "n_triples": "int"},
        **{"mean_probability": "float", "true_share": "float"},
    },
    "calibration": {
        **{"source_code": "str", "suspicious_below": "float", "prior": "float"},
        **{"slope": "float", "intercept": "float"},
    },
    "problems": {"reason_code": "str", "subject": "str", "detail": "str"},
}


def nested(tables: Mapping[str, Columns], found: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """Return one row per study with a list of structs for each table.

    Parameters
    ----------
    tables : mapping
        Name to columns with their kinds.
    found : mapping
        Study to its tables: frames or rows, by name; what is absent is empty.

    Examples
    --------
    >>> table = nested({"x": {"n": "int"}}, {"s": {"x": pd.DataFrame({"n": [1, 2]})}})
    >>> table.to_pylist()
    [{'study_code': 's', 'x': [{'n': 1}, {'n': 2}]}]
    """
    studies = sorted(found)
    frames = {}
    for name, kinds in tables.items():
        parts = [
            frame.assign(study_code=study)
            for study in studies
            if len(frame := _frame(found[study].get(name, ()), kinds))
        ]
        if parts:
            frames[name] = pd.concat(parts) if len(parts) > 1 else parts[0]
    return nest(pd.DataFrame({"study_code": pd.Series(studies, dtype=object)}), tables, frames)


def _frame(given: pd.DataFrame | Iterable[Mapping[str, Any]], kinds: Columns) -> pd.DataFrame:
    # rows of a method keep what they hold; a frame of millions keeps its columns as they are
    if not isinstance(given, pd.DataFrame):
        given = pd.DataFrame(list(given), dtype=object)
    return given.reindex(columns=list(kinds))
