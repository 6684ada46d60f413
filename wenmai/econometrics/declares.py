"""Check what study.yml says about models against the study's indicators, units and years."""

from collections.abc import Mapping, Sequence

from wenmai.econometrics.sections import EconometricSections
from wenmai.econometrics.sections.regressions import regression_findings
from wenmai.econometrics.sections.spatial import spatial_findings
from wenmai.econometrics.sections.var_models import var_model_findings
from wenmai.econometrics.sections.variables import known_variables, variable_findings
from wenmai.errors import Problem
from wenmai.kit.often_said import KEEP_ONE, STANDS_TWICE
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.networks.declares import DECLARATION as NETWORKS
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

RENAME_VARIABLE = Sentence("econometrics.rename_variable")
NO_SUCH_UNIT = Sentence("econometrics.no_such_unit", "name")

# Codes of the units of every listed region group under its code, and of a model's own sample under
# "_" and the model's code.
GroupUnits = Mapping[str, tuple[str, ...]]


def _check(draft: Draft) -> tuple[GroupUnits, list[Problem]]:
    """Check variables, region groups and all models; resolve unit names."""
    said = DECLARATION.said_in(draft.config)
    problems: list[Problem] = []
    indicators = draft.indicator_codes
    variables = known_variables(indicators, said.variables)
    groups = [group.code for group in said.region_groups]
    for where, message, unknown in variable_findings(indicators, said.variables, groups):
        way_out = did_you_mean(unknown, indicators, "indicators") if unknown else ""
        if "region_group" in where:
            way_out = did_you_mean(message.split("'")[1], groups, "groups")
        problems.append(draft.problem(where, message, way_out or RENAME_VARIABLE()))
    weights = [entry.code for entry in said.spatial.weights]
    networks = [network.code for network in NETWORKS.said_in(draft.config).networks]
    found = [
        *regression_findings(
            said.regressions,
            said.region_groups,
            variables,
            (weights, networks),
            draft.config.years.span,
        ),
        *spatial_findings(said.spatial, variables, networks),
        *var_model_findings(
            said.var_models,
            variables=variables,
            groups=groups,
            taken=[code for model in said.regressions for code, _ in model.variants],
            years=draft.config.years.span,
        ),
    ]
    for where, message, valid in found:
        wrong = message.split("'")[1] if "'" in message else ""
        way_out = did_you_mean(wrong, valid, "codes") if valid else ""
        problems.append(draft.problem(where, message, way_out))
    units: dict[str, tuple[str, ...]] = {}
    for position, group in enumerate(said.region_groups):
        if group.units:
            path: KeyPath = ("region_groups", position, "units")
            units[group.code] = _units(group.units, path, draft, problems)
    for section in ("regressions", "var_models"):
        for position, model in enumerate(getattr(said, section)):
            if names := model.sample.units:
                path = (section, position, "sample", "units")
                units[f"_{model.code}"] = _units(names, path, draft, problems)
    return units, problems


def _units(
    names: Sequence[str], path: KeyPath, draft: Draft, problems: list[Problem]
) -> tuple[str, ...]:
    """Return the codes that names mean within the study, and add what is wrong with them."""
    codes: dict[str, None] = {}
    registry, unit_codes = draft.register, draft.unit_codes
    level, year = draft.config.units.unit_level, draft.config.years.last_calendar_year
    for position, name in enumerate(names):
        answer = registry.resolve(name, level=level, year=year)
        meant = {answer.unit_code} if answer.unit_code else set(answer.candidates)
        inside = [code for code in unit_codes if code in meant]
        here = (*path, position)
        if len(inside) != 1:
            close = [registry[code].name_zh for code in unit_codes]
            message = NO_SUCH_UNIT(name=name)
            problems.append(draft.problem(here, message, did_you_mean(name, close, "units")))
        elif inside[0] in codes:
            problems.append(draft.problem(here, STANDS_TWICE(name=name), KEEP_ONE()))
        else:
            codes[inside[0]] = None
    return tuple(codes)


DECLARATION = Declaration("econometrics", EconometricSections, _check)
