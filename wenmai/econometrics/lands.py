"""The rows that a study's variables, panel models and spatial settings become."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wenmai.econometrics.declares import DECLARATION
from wenmai.econometrics.lands_var_models import VAR_TABLES, var_rows
from wenmai.econometrics.sections.spatial import SpatialWeights
from wenmai.ingest.part import IngestPart, Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.kit.section import Name
from wenmai.networks.declares import DECLARATION as NETWORKS
from wenmai.sentences import InBoth, Sentence
from wenmai.studies.study import Study

NEAREST = Sentence("weights.nearest", "n")
BY_DISTANCE = Sentence("weights.by_distance", "power")
WITHIN = Sentence("weights.within", "power", "km")
BY_NETWORK = Sentence("weights.by_network", "network")

STUDY_VARIABLES = RawTable(
    "study_variables",
    "One row per study and derived variable, with the indicators it is computed from.",
    """
    study_code varchar, variable_code varchar, variable_name_zh varchar, variable_name_en varchar,
    formula_kind varchar, first_input varchar, second_input varchar, third_input varchar,
    total_input varchar, lag_years integer, exponent double, first_year integer,
    last_year integer, region_group_code varchar, position integer
    """,
)

STUDY_REGION_GROUPS = RawTable(
    "study_region_groups",
    "One row per study, group and unit, or role of a network whose units are meant.",
    """
    study_code varchar, region_group_code varchar, region_group_name_zh varchar,
    region_group_name_en varchar, unit_code varchar, network_code varchar, role_code varchar,
    role_year integer, position integer
    """,
)

STUDY_REGRESSIONS = RawTable(
    "study_regressions",
    "One row per study and panel model; a model by region groups is one row per group.",
    """
    study_code varchar, model_code varchar, model_name_zh varchar, model_name_en varchar,
    effects varchar, covariance varchar, value_basis varchar, first_year integer,
    last_year integer, region_group_code varchar, spatial_model varchar, weights_code varchar,
    position integer
    """,
)

STUDY_REGRESSION_TERMS = RawTable(
    "study_regression_terms",
    "One row per study, panel model and variable in it; position 0 is the dependent one.",
    """
    study_code varchar, model_code varchar, variable_code varchar, is_logged boolean,
    position integer
    """,
)

STUDY_SPATIAL_WEIGHTS = RawTable(
    "study_spatial_weights",
    "One row per study and matrix of spatial weights.",
    """
    study_code varchar, weights_code varchar, weights_name_zh varchar, weights_name_en varchar,
    weights_kind varchar, neighbors integer, power double, cutoff_km double, network_code varchar,
    is_directed boolean, position integer
    """,
)

STUDY_AUTOCORRELATION = RawTable(
    "study_autocorrelation",
    "One row per study, variable and weights for which Moran's I is wanted.",
    """
    study_code varchar, variable_code varchar, weights_code varchar, is_logged boolean,
    value_basis varchar, permutations integer, seed integer
    """,
)


def _names(name: Name | None, code: str, prefix: str) -> dict[str, str]:
    return {
        f"{prefix}_name_zh": name.zh if name else code,
        f"{prefix}_name_en": name.english if name else code,
    }


def _variable_rows(study: Study) -> Iterator[Row]:
    roles = {
        "ratio": ("numerator", "denominator"),
        "location_quotient": ("part", "whole"),
        "industrial_upgrading": ("primary", "secondary", "tertiary"),
        "lag": ("of",),
        "growth": ("of",),
        "product": ("first", "second"),
        "power": ("of",),
        "dummy": (),
    }
    for position, variable in enumerate(DECLARATION.said_in(study.config).variables, start=1):
        found = [variable.inputs.get(role) for role in roles[variable.kind]]
        first, second, third = (*found, None, None, None)[:3]
        years = {"lag": variable.lag.years if variable.lag else None, "growth": 1}
        yield {
            "study_code": study.code,
            "variable_code": variable.code,
            **_names(variable.name, variable.code, "variable"),
            "formula_kind": variable.kind,
            "first_input": first,
            "second_input": second,
            "third_input": third,
            "total_input": variable.inputs.get("total"),
            "lag_years": years.get(variable.kind),
            "exponent": variable.power.exponent if variable.power else None,
            "first_year": variable.dummy.first_year if variable.dummy else None,
            "last_year": variable.dummy.last_year if variable.dummy else None,
            "region_group_code": variable.dummy.region_group if variable.dummy else None,
            "position": position,
        }


def _region_group_rows(study: Study) -> Iterator[Row]:
    blank: Row = {"unit_code": None, "network_code": None, "role_code": None, "role_year": None}
    for group in DECLARATION.said_in(study.config).region_groups:
        same: dict[str, Any] = {
            **blank,
            "study_code": study.code,
            "region_group_code": group.code,
            **_names(group.name, group.code, "region_group"),
        }
        for position, unit in enumerate(DECLARATION.found_in(study).get(group.code, ()), start=1):
            yield {**same, "unit_code": unit, "position": position}
        if group.network_roles:
            said = group.network_roles
            where = {"network_code": said.network, "role_year": said.year}
            for position, role in enumerate(said.roles, start=1):
                yield {**same, **where, "role_code": role, "position": position}
    # a model's own list of units is a group that only this model uses
    for code, units in DECLARATION.found_in(study).items():
        if code.startswith("_"):
            names = _names(None, code, "region_group")
            same = {**blank, "study_code": study.code, "region_group_code": code, **names}
            for position, unit in enumerate(units, start=1):
                yield {**same, "unit_code": unit, "position": position}


def _regression_rows(study: Study) -> Iterator[Row]:
    said = DECLARATION.said_in(study.config)
    groups = {group.code: group for group in said.region_groups}
    position = 0
    for model in said.regressions:
        for code, group in model.variants:
            position += 1
            names = _names(model.name, model.code, "model")
            if model.by_region_group and group:
                added = _names(groups[group].name, group, "group")
                names["model_name_zh"] = f"{names['model_name_zh']}：{added['group_name_zh']}"
                names["model_name_en"] = f"{names['model_name_en']}: {added['group_name_en']}"
            yield {
                "study_code": study.code,
                "model_code": code,
                **names,
                "effects": model.effects,
                "covariance": model.covariance,
                "value_basis": model.values,
                "first_year": model.sample.years.first,
                "last_year": model.sample.years.last,
                "region_group_code": f"_{model.code}" if model.sample.units else group,
                "spatial_model": model.spatial.model if model.spatial else None,
                "weights_code": model.spatial.weights if model.spatial else None,
                "position": position,
            }


def _term_rows(study: Study) -> Iterator[Row]:
    for model in DECLARATION.said_in(study.config).regressions:
        for code, _ in model.variants:
            for position, term in enumerate(model.terms):
                yield {
                    "study_code": study.code,
                    "model_code": code,
                    "variable_code": term.variable,
                    "is_logged": term.is_logged,
                    "position": position,
                }


def _weights_rows(study: Study) -> Iterator[Row]:
    spatial = DECLARATION.said_in(study.config).spatial
    for position, weights in enumerate(spatial.weights, start=1):
        name = weights.name or _called(weights, study)
        yield {
            "study_code": study.code,
            "weights_code": weights.code,
            **_names(name, weights.code, "weights"),
            "weights_kind": weights.kind,
            **weights.filled,
            "position": position,
        }


def _called(weights: SpatialWeights, study: Study) -> Name:
    """Return what weights without a name of their own are called: what they are made of."""
    said = weights.filled
    if weights.kind == "knn":
        made = NEAREST(n=said["neighbors"])
    elif weights.kind == "network":
        networks = {one.code: one.name for one in NETWORKS.said_in(study.config).networks}
        name = networks.get(str(weights.network)) or Name(zh=str(weights.network))
        made = BY_NETWORK(network=InBoth(name.zh, name.english))
    elif weights.cutoff_km is None:
        made = BY_DISTANCE(power=f"{said['power']:g}")
    else:
        made = WITHIN(power=f"{said['power']:g}", km=f"{weights.cutoff_km:g}")
    return Name(zh=made.text("zh"), en=made.text("en"))


def _autocorrelation_rows(study: Study) -> Iterator[Row]:
    spatial = DECLARATION.said_in(study.config).spatial
    moran = spatial.moran
    if moran is None:
        return
    everything = tuple(weights.code for weights in spatial.weights)
    for variable in dict.fromkeys(moran.variables):
        for weights in dict.fromkeys(moran.weights or everything):
            yield {
                "study_code": study.code,
                "variable_code": variable,
                "weights_code": weights,
                "is_logged": moran.logs if isinstance(moran.logs, bool) else variable in moran.logs,
                "value_basis": moran.values,
                "permutations": moran.permutations,
                "seed": moran.seed,
            }


def _rows(study: Study) -> Mapping[RawTable, Iterable[Row]]:
    return {
        STUDY_VARIABLES: _variable_rows(study),
        STUDY_REGION_GROUPS: _region_group_rows(study),
        STUDY_REGRESSIONS: _regression_rows(study),
        STUDY_REGRESSION_TERMS: _term_rows(study),
        STUDY_SPATIAL_WEIGHTS: _weights_rows(study),
        STUDY_AUTOCORRELATION: _autocorrelation_rows(study),
        **var_rows(study),
    }


PART = IngestPart(
    "econometrics",
    (
        STUDY_VARIABLES,
        STUDY_REGION_GROUPS,
        STUDY_REGRESSIONS,
        STUDY_REGRESSION_TERMS,
        STUDY_SPATIAL_WEIGHTS,
        STUDY_AUTOCORRELATION,
        *VAR_TABLES,
    ),
    _rows,
)
