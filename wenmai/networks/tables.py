"""The tables that the measures of networks return, and how a frame gets their types."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

KEY = {"study_code": "str", "network_code": "str", "year": "int"}

NODES = KEY | {
    "node_code": "str",
    "out_degree": "int",
    "in_degree": "int",
    "degree": "int",
    "out_strength": "float",
    "in_strength": "float",
    "betweenness": "float",
    "relative_betweenness": "float",
    "closeness_out": "float",
    "closeness_in": "float",
    "closeness_convention": "str",
    "closeness_out_wasserman_faust": "float",
    "closeness_in_wasserman_faust": "float",
    "closeness_out_ucinet": "float",
    "closeness_in_ucinet": "float",
    "clustering": "float",
    "weighted_clustering": "float",
    "eigenvector": "float",
    "pagerank": "float",
    "core_number": "int",
    "weak_component": "int",
    "strong_component": "int",
    "is_in_largest_component": "bool",
    "is_isolated": "bool",
    "is_core": "bool",
    "role_code": "str",
}
SUMMARY = KEY | {
    "measure_code": "str",
    "value": "float",
    "convention_said": "str",
    "reason_said": "str",
}
DEGREE_DISTRIBUTION = KEY | {
    "degree_type": "str",
    "degree": "int",
    "n_nodes": "int",
    "node_share": "float",
    "node_share_at_least": "float",
    "poisson_share": "float",
}
DEGREE_FITS = KEY | {
    "degree_type": "str",
    "scope_code": "str",
    "law_code": "str",
    "x_min": "int",
    "n_tail": "int",
    "n_nodes": "int",
    "parameter_1": "float",
    "parameter_2": "float",
    "parameters": "str",
    "log_likelihood": "float",
    "aic": "float",
    "ks_distance": "float",
    "p_value": "float",
    "bootstrap_draws": "int",
    "likelihood_ratio": "float",
    "vuong_statistic": "float",
    "vuong_p_value": "float",
    "verdict_code": "str",
    "verdict_said": "str",
    "seed": "int",
}
RESILIENCE = KEY | {
    "strategy_code": "str",
    "n_removed": "int",
    "removed_share": "float",
    "giant_share": "float",
    "giant_share_p05": "float",
    "giant_share_p95": "float",
    "efficiency": "float",
    "efficiency_p05": "float",
    "efficiency_p95": "float",
    "n_draws": "int",
    "seed": "int",
}
NULL_MODELS = KEY | {
    "measure_code": "str",
    "value": "float",
    "value_p05": "float",
    "value_p50": "float",
    "value_p95": "float",
    "null_mean": "float",
    "null_p05": "float",
    "null_p95": "float",
    "p_value": "float",
    "lattice_value": "float",
    "n_draws": "int",
    "swaps_per_link": "float",
    "seed": "int",
    "convention_said": "str",
    "reason_said": "str",
}
PARETO = KEY | {
    "measure_code": "str",
    "rank": "int",
    "node_code": "str",
    "value": "float",
    "value_share": "float",
    "cumulative_share": "float",
}
TABLES: dict[str, dict[str, str]] = {
    "nodes": NODES,
    "summary": SUMMARY,
    "degree_distribution": DEGREE_DISTRIBUTION,
    "degree_fits": DEGREE_FITS,
    "resilience": RESILIENCE,
    "null_models": NULL_MODELS,
    "pareto": PARETO,
}
# Drawn to judge a network; what takes part in nothing but marts.
DRAWN = ("degree_fits", "null_models")
_TYPES = {"str": "str", "int": "Int64", "float": "float64", "bool": "boolean"}

# Beyond these digits a sum may depend on the machine and its threads; ranks, ties and roles are
# taken from the rounded values.
SIGNIFICANT_DIGITS = 10


def typed(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]] | pd.DataFrame = ()) -> Any:
    """Return rows as a frame with exactly the columns and types of a table.

    Parameters
    ----------
    columns : mapping
        Column name to ``str``, ``int``, ``float`` or ``bool``; a column that the rows lack is
        missing everywhere.
    rows : iterable of mappings, or DataFrame

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> typed({"a": "int", "b": "float"}, [{"a": 1}]).dtypes.astype(str).tolist()
    ['Int64', 'float64']
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame = frame.reindex(columns=list(columns))
    return frame.astype({name: _TYPES[kind] for name, kind in columns.items()})


def tidy(values: Any, digits: int = SIGNIFICANT_DIGITS) -> Any:
    """Round to significant digits, so that equal nodes have equal values.

    Examples
    --------
    >>> tidy(np.array([1 / 3, 0.0, 123456789.123])).tolist()
    [0.3333333333, 0.0, 123456789.1]
    """
    array = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.floor(np.log10(np.abs(array)))
    exponent = np.where(np.isfinite(exponent), exponent, 0.0)
    # powers of ten above 1 are exact: scale by them and never by their inverse
    places = digits - 1 - exponent
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
    return np.round(array * up / down) / up * down
