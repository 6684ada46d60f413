"""Moran's I of every variable, matrix of weights and year that a study asks for."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.econometrics import sentences as say
from wenmai.econometrics.autocorrelation import autocorrelation
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.regressions import Space, network_links, study_space
from wenmai.econometrics.spatial_weights import spatial_weights
from wenmai.kit.nested import columns, nested_schema
from wenmai.sentences import first_few, told

_KEYS = ("study_code", "variable_code", "weights_code")
_SAID = columns("""
    year:int32 is_logged:bool status:str
    reason_code:str reason_said:str n_units:int32 n_missing:int32 n_islands:int32 morans_i:float
    expected_i:float z_value:float p_value:float permutation_z:float permutation_p:float
    permutations:int32
""")
_LOCAL = columns("unit_code:str local_i:float local_z:float local_p:float quadrant:str")
SCHEMA = nested_schema(_KEYS, {"local_values": _LOCAL}, _SAID)


def measure_autocorrelation(
    *,
    asked: pd.DataFrame,
    panel: pd.DataFrame,
    weights: pd.DataFrame,
    places: pd.DataFrame,
    links: pd.DataFrame,
) -> pa.Table:
    """Measure global and local spatial autocorrelation, year by year.

    Parameters
    ----------
    asked : DataFrame
        One row per ``study_code``, ``variable_code`` and ``weights_code``: ``is_logged``,
        ``value_basis``, ``permutations``, ``seed``.
    panel, weights, places, links : DataFrame
        As in :func:`wenmai.econometrics.regressions.estimate_regressions`.

    Returns
    -------
    pyarrow.Table
        One row per study, variable, weights and year in which some unit has a value; what cannot
        be measured is refused with its reason.
    """
    rows: list[dict[str, Any]] = []
    for study_code, wanted in asked.groupby("study_code", sort=True):
        space = study_space(str(study_code), weights, places, links)
        cells = panel[panel["study_code"] == study_code]
        for said in wanted.sort_values(["variable_code", "weights_code"]).to_dict("records"):
            series = cells[cells["variable_code"] == said["variable_code"]]
            series = series.assign(value=series[f"{said['value_basis']}_value"])
            for year, values in series.sort_values("unit_code").groupby("year"):
                if values["value"].notna().any():
                    rows.append(_row(said, int(str(year)), values, space))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(
    said: Mapping[Hashable, Any], year: int, values: pd.DataFrame, space: Space
) -> dict[str, Any]:
    seen = values.dropna(subset=["value"])
    row: dict[str, Any] = {
        "study_code": said["study_code"],
        "variable_code": said["variable_code"],
        "weights_code": said["weights_code"],
        "year": year,
        "is_logged": bool(said["is_logged"]),
        "status": "estimated",
        "n_units": len(seen),
        "n_missing": len(values) - len(seen),
        "permutations": int(said["permutations"]),
        "local_values": [],
    }
    try:
        numbers = _numbers(seen, said)
        codes = seen["unit_code"].tolist()
        rule, network = space.rules[said["weights_code"]]
        links = network_links(space, network, range(year, year + 1))
        matrix = spatial_weights(codes, rule, space.places, links)
        found = autocorrelation(numbers, matrix, row["permutations"], int(said["seed"]))
    except NotEstimable as refusal:
        reason = told([refusal.said])
        return row | {"status": "refused", "reason_code": refusal.code, "reason_said": reason}
    for name in (
        "morans_i",
        "expected_i",
        "z_value",
        "p_value",
        "permutation_z",
        "permutation_p",
        "n_islands",
    ):
        row[name] = getattr(found, name)
    parts = zip(codes, found.local_i, found.local_z, found.local_p, found.quadrants, strict=True)
    row["local_values"] = [
        {
            "unit_code": code,
            "local_i": float(value),
            "local_z": float(z) if np.isfinite(z) else None,
            "local_p": float(p),
            "quadrant": quadrant,
        }
        for code, value, z, p, quadrant in parts
    ]
    return row


def _numbers(seen: pd.DataFrame, said: Mapping[Hashable, Any]) -> np.ndarray[Any, Any]:
    numbers = seen["value"].to_numpy(dtype=float)
    if not said["is_logged"]:
        return numbers
    bad = seen.loc[numbers <= 0, "unit_code"].tolist()
    if bad:
        reason = say.NO_LOGARITHM_IN(variable=said["variable_code"], units=first_few(bad))
        raise NotEstimable("not_positive_under_log", reason)
    return np.log(numbers)
