"""The tables that recognising paths gives, and how they travel in one row per study."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from wenmai.kit.nested import nest, nested_schema

_KINDS = {"t": "str", "i": "int32", "d": "float", "b": "bool"}

# Table → columns by type: t text, i integer, d double, b boolean.
_COLUMNS: dict[str, str] = {
    "models": """
        status:t model_version:t recipe_code:t is_retrained:b reason_code:t reason_said:t
        notes_said:t n_samples:i n_scored:i n_labelled:i n_training:i n_test:i
    """,
    "assignments": """
        unit_code:t year:i sample_role:t path_code:t votes:i confidence:d path_score:d
        second_path_code:t second_votes:i oob_path_code:t oob_votes:i oob_n_votes:i
        label_path_code:t missing_dimensions:t
    """,
    "probabilities": """
        unit_code:t year:i path_code:t votes:i vote_share:d oob_vote_share:d base_share:d
    """,
    "evaluation": """
        scheme_code:t n_training:i n_test:i accuracy:d accuracy_p05:d accuracy_p95:d macro_f1:d
        brier_score:d calibration_error:d split_detail:t
    """,
    "confusion": "scheme_code:t label_path_code:t path_code:t n_samples:i",
    "calibration": """
        scheme_code:t confidence_from:d confidence_to:d n_samples:i mean_confidence:d accuracy:d
    """,
    "contributions": """
        scope_code:t scope_value:t method_code:t dimension_code:t importance:d
        contribution_share:d n_samples:i
    """,
    "sample_contributions": "unit_code:t year:i path_code:t dimension_code:t contribution:d",
    "effects": """
        path_code:t dimension_code:t position:i fused_score:d effect:d n_samples:i
        rank_correlation:d
    """,
    "turns": "unit_code:t year:i dimension_code:t target_score:d score_change:d to_path_code:t",
    "grid": """
        structured_weight:d text_weight:d network_weight:d oob_accuracy:d oob_macro_f1:d
        n_trees:i is_own:b
    """,
    "drift": """
        dimension_code:t psi:d ks_statistic:d ks_p_value:d outside_share:d n_training:i n_new:i
        is_drifted:b
    """,
    "trees": """
        tree_number:i node_number:i dimension_code:t threshold:d left_node:i right_node:i
        path_code:t n_samples:d impurity:d
    """,
    "model_samples": """
        unit_code:t year:i sample_role:t label_path_code:t dimension_code:t fused_score:d
    """,
    "model_scales": """
        block_code:t feature_code:t dimension_code:t lowest:d highest:d weight:d
    """,
    "strengths": "path_code:t strength:d n_labelled:i is_stated:b",
}


TABLES = {
    table: {name: _KINDS[kind] for name, kind in (part.split(":") for part in columns.split())}
    for table, columns in _COLUMNS.items()
}
SCHEMA = nested_schema(["study_code"], TABLES)


def by_study(studies: Sequence[str], tables: Sequence[Mapping[str, pd.DataFrame]]) -> pa.Table:
    """Put all tables of every study into one row of lists of structs.

    Parameters
    ----------
    studies : sequence of str
    tables : sequence of mapping
        One per study: table to rows; a table that is not there is empty.

    Returns
    -------
    pyarrow.Table
        SCHEMA, one row per study.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for study, found in zip(studies, tables, strict=True):
        for name, frame in found.items():
            if name in parts and not frame.empty:
                parts[name].append(frame[list(TABLES[name])].assign(study_code=study))
    together = {name: pd.concat(frames) for name, frames in parts.items() if frames}
    return nest(pd.DataFrame({"study_code": list(studies)}), TABLES, together)
