"""Estimate every regression of every study; one that cannot be estimated stops no other."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.econometrics import sentences as say
from wenmai.econometrics.design import ModelSpec, build_design
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.results import SCHEMA, Row, panel_row, spatial_row
from wenmai.econometrics.spatial_panel import balanced, estimate_spatial, spatial_tests
from wenmai.econometrics.spatial_weights import WeightsRule, spatial_weights
from wenmai.sentences import Said, first_few, told

NO_ROWS: Row = {"n_observations": 0, "terms": [], "fit": [], "tests": [], "fitted": []}
FEW_CLUSTERS = 20


@dataclass(frozen=True)
class Space:
    """What a study's spatial models need.

    Parameters
    ----------
    rules : mapping
        Weights code → rule and, for network weights, the network's code.
    places : mapping
        Unit code → longitude and latitude.
    links : DataFrame
        ``network_code``, ``year``, ``from_unit``, ``to_unit``, ``strength``.
    """

    rules: Mapping[str, tuple[WeightsRule, str | None]]
    places: Mapping[str, tuple[float, float]]
    links: pd.DataFrame


def estimate_regressions(
    *,
    models: pd.DataFrame,
    terms: pd.DataFrame,
    members: pd.DataFrame,
    panel: pd.DataFrame,
    weights: pd.DataFrame,
    places: pd.DataFrame,
    links: pd.DataFrame,
) -> pa.Table:
    """Estimate the regressions of all studies.

    Parameters
    ----------
    models : DataFrame
        One row per ``study_code`` and ``model_code``: ``effects``, ``covariance``,
        ``value_basis``, ``first_year``, ``last_year``, ``region_group_code``, ``spatial_model``,
        ``weights_code``.
    terms : DataFrame
        One row per model and variable: ``variable_code``, ``is_logged``, ``term_position`` (0 is
        the dependent variable).
    members : DataFrame
        ``study_code``, ``region_group_code``, ``unit_code``.
    panel : DataFrame
        ``study_code``, ``unit_code``, ``year``, ``variable_code``, ``observed_value``,
        ``imputed_value``.
    weights : DataFrame
        Spatial weights as study.yml has them.
    places : DataFrame
        ``unit_code``, ``longitude``, ``latitude``, ``earth_radius_km``.
    links : DataFrame
        ``study_code``, ``network_code``, ``year``, ``from_unit``, ``to_unit``, ``strength``.

    Returns
    -------
    pyarrow.Table
        One row per model: status (estimated or refused), reason, size of the sample, and terms,
        fit, tests and fitted values as lists of structs.
    """
    rows: list[Row] = []
    of_study = dict(list(panel.groupby("study_code")))
    for study_code, declared in models.groupby("study_code", sort=True):
        cells = of_study.get(study_code, panel.iloc[:0])
        space = study_space(str(study_code), weights, places, links)
        groups = _groups(members[members["study_code"] == study_code])
        its_terms = dict(list(terms[terms["study_code"] == study_code].groupby("model_code")))
        wide = {basis: _wide(cells, f"{basis}_value") for basis in ("observed", "imputed")}
        for model in declared.sort_values("model_code").to_dict("records"):
            spec = _spec(model, its_terms[model["model_code"]])
            named = {"study_code": study_code, "model_code": model["model_code"]}
            try:
                sample = _sample(wide[model["value_basis"]], model, groups)
                rows.append(named | _estimated(sample, spec, space))
            except NotEstimable as refusal:
                rows.append(named | _refused(refusal.code, refusal.said))
            except (ValueError, np.linalg.LinAlgError) as error:
                # what no check foresees must not stop the other models either
                rows.append(named | _refused("not_converged", say.FAILED(error=str(error))))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _refused(code: str, said: Said) -> Row:
    return NO_ROWS | {"status": "refused", "reason_code": code, "reason_said": told([said])}


def study_space(
    study_code: str, weights: pd.DataFrame, places: pd.DataFrame, links: pd.DataFrame
) -> Space:
    """Return the spatial weights, places and links of one study.

    Parameters
    ----------
    study_code : str
    weights, places, links : DataFrame
        As in :func:`estimate_regressions`.

    Returns
    -------
    Space
    """
    rules = {}
    radius_km = float(places["earth_radius_km"].max())
    for said in weights[weights["study_code"] == study_code].to_dict("records"):
        rule = WeightsRule(
            kind=said["weights_kind"],
            neighbors=4 if pd.isna(said["neighbors"]) else int(said["neighbors"]),
            power=1.0 if pd.isna(said["power"]) else float(said["power"]),
            cutoff_km=None if pd.isna(said["cutoff_km"]) else float(said["cutoff_km"]),
            is_directed=bool(said["is_directed"]),
            radius_km=radius_km,
        )
        network = said["network_code"]
        rules[str(said["weights_code"])] = (rule, None if pd.isna(network) else str(network))
    known = places.dropna(subset=["longitude", "latitude"])
    positions = zip(known["longitude"], known["latitude"], strict=True)
    return Space(
        rules=rules,
        places=dict(zip(known["unit_code"], positions, strict=True)),
        links=links[links["study_code"] == study_code],
    )


def network_links(space: Space, network: str | None, years: range | None) -> pd.DataFrame | None:
    """Return the links of one network in some years; None for weights by distance."""
    if network is None:
        return None
    links = space.links[space.links["network_code"] == network]
    if years is not None:
        links = links[links["year"].isin(list(years))]
    return links


def _wide(cells: pd.DataFrame, value: str) -> pd.DataFrame:
    return cells.pivot(index=["unit_code", "year"], columns="variable_code", values=value)


def _groups(members: pd.DataFrame) -> dict[str, set[str]]:
    grouped = members.groupby("region_group_code")["unit_code"]
    return {str(code): set(units) for code, units in grouped}


def _spec(model: Mapping[Hashable, Any], terms: pd.DataFrame) -> ModelSpec:
    ordered = terms.sort_values("term_position")
    codes = [str(code) for code in ordered["variable_code"]]
    return ModelSpec(
        dependent=codes[0],
        regressors=tuple(codes[1:]),
        logged=frozenset(ordered.loc[ordered["is_logged"].astype(bool), "variable_code"]),
        effects=model["effects"],
        covariance=model["covariance"],
        spatial_model=None if pd.isna(model["spatial_model"]) else model["spatial_model"],
        weights_code=None if pd.isna(model["weights_code"]) else model["weights_code"],
    )


def _sample(
    wide: pd.DataFrame, model: Mapping[Hashable, Any], groups: Mapping[str, set[str]]
) -> pd.DataFrame:
    years = wide.index.get_level_values("year")
    chosen = (years >= model["first_year"]) & (years <= model["last_year"])
    group = model["region_group_code"]
    if not pd.isna(group):
        if not groups.get(group):
            raise NotEstimable("no_data", say.GROUP_EMPTY(group=group))
        chosen &= wide.index.get_level_values("unit_code").isin(groups[group])
    return wide[chosen]


def _estimated(sample: pd.DataFrame, spec: ModelSpec, space: Space) -> Row:
    design = build_design(sample, spec)
    notes: list[Said] = []
    if spec.spatial_model is None:
        row = panel_row(design, spec)
    else:
        design, left_out = balanced(design)
        if left_out:
            notes.append(say.UNITS_LEFT_OUT(units=first_few(left_out)))
        rule, network = space.rules[str(spec.weights_code)]
        years = range(design.year_labels[0], design.year_labels[-1] + 1)
        links = network_links(space, network, years)
        matrix = spatial_weights(design.unit_codes, rule, space.places, links)
        found = estimate_spatial(design, spec.effects, spec.spatial_model, matrix)
        row = spatial_row(design, found, spatial_tests(design, spec.effects, matrix))
    if row["n_missing"]:
        notes.insert(0, say.ROWS_NOT_USED(n=row["n_missing"]))
    if spec.covariance == "cluster" and design.n_units < FEW_CLUSTERS:
        notes.append(say.FEW_CLUSTERS(n=design.n_units))
    return {**row, "status": "estimated", "reason_code": None, "reason_said": told(notes)}
