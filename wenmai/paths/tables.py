"""The tables that recognising paths gives, and how they travel in one row per study."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from wenmai.kit.nested import Columns, columns, nest

_COLUMNS: dict[str, str] = {
    "models": """
        status:str model_version:str recipe_code:str is_retrained:bool reason_code:str
        reason_said:str notes_said:str n_samples:int32 n_scored:int32 n_labelled:int32
        n_training:int32 n_test:int32
    """,
    "assignments": """
        unit_code:str year:int32 sample_role:str path_code:str votes:int32 confidence:float
        path_score:float second_path_code:str second_votes:int32 oob_path_code:str oob_votes:int32
        oob_n_votes:int32 label_path_code:str missing_dimensions:str
    """,
    "probabilities": """
        unit_code:str year:int32 path_code:str votes:int32 vote_share:float oob_vote_share:float
        base_share:float
    """,
    "evaluation": """
        scheme_code:str n_training:int32 n_test:int32 accuracy:float accuracy_p05:float
        accuracy_p95:float macro_f1:float brier_score:float calibration_error:float
        split_detail:str
    """,
    "confusion": "scheme_code:str label_path_code:str path_code:str n_samples:int32",
    "calibration": """
        scheme_code:str confidence_from:float confidence_to:float n_samples:int32
        mean_confidence:float accuracy:float
    """,
    "contributions": """
        scope_code:str scope_value:str method_code:str dimension_code:str importance:float
        contribution_share:float n_samples:int32
    """,
    "sample_contributions": """
        unit_code:str year:int32 path_code:str dimension_code:str contribution:float
    """,
    "effects": """
        path_code:str dimension_code:str position:int32 fused_score:float effect:float
        n_samples:int32 rank_correlation:float
    """,
    "turns": """
        unit_code:str year:int32 dimension_code:str target_score:float score_change:float
        to_path_code:str
    """,
    "grid": """
        structured_weight:float text_weight:float network_weight:float oob_accuracy:float
        oob_macro_f1:float n_trees:int32 is_own:bool
    """,
    "drift": """
        dimension_code:str psi:float ks_statistic:float ks_p_value:float outside_share:float
        n_training:int32 n_new:int32 is_drifted:bool
    """,
    "trees": """
        tree_number:int32 node_number:int32 dimension_code:str threshold:float left_node:int32
        right_node:int32 path_code:str n_samples:float impurity:float
    """,
    "model_samples": """
        unit_code:str year:int32 sample_role:str label_path_code:str dimension_code:str
        fused_score:float
    """,
    "model_scales": """
        block_code:str feature_code:str dimension_code:str lowest:float highest:float weight:float
    """,
    "strengths": "path_code:str strength:float n_labelled:int32 is_stated:bool",
}


# How good the forest is: takes many times as long as the forest itself.
JUDGING = ("evaluation", "confusion", "calibration", "contributions", "grid")

_TABLES = {table: columns(text) for table, text in _COLUMNS.items()}
RECOGNISED = {name: kinds for name, kinds in _TABLES.items() if name not in JUDGING}
JUDGED = {name: _TABLES[name] for name in JUDGING}


def by_study(
    studies: Sequence[str],
    found: Sequence[Mapping[str, pd.DataFrame]],
    tables: Mapping[str, Columns],
) -> pa.Table:
    """Put all tables of every study into one row of lists of structs.

    Parameters
    ----------
    studies : sequence of str
    found : sequence of mapping
        One per study: table to rows; a table that is not there is empty.
    tables : mapping
        RECOGNISED or JUDGED.

    Returns
    -------
    pyarrow.Table
        One row per study, also when there is none.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in tables}
    for study, said in zip(studies, found, strict=True):
        for name, frame in said.items():
            if name in parts and not frame.empty:
                parts[name].append(frame[list(tables[name])].assign(study_code=study))
    together = {name: pd.concat(frames) for name, frames in parts.items() if frames}
    return nest(pd.DataFrame({"study_code": list(studies)}), tables, together)
