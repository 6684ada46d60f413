"""Check what study.yml says about models against the study's indicators, units and years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wenmai.errors import Problem
from wenmai.reference import UnitRegistry
from wenmai.studies.config import StudyConfig
from wenmai.studies.problems import did_you_mean
from wenmai.studies.sections.regressions import regression_findings
from wenmai.studies.sections.spatial import spatial_findings
from wenmai.studies.sections.var_models import var_model_findings
from wenmai.studies.sections.variables import known_variables, variable_findings
from wenmai.studies.yaml_text import KeyPath, YamlDocument


@dataclass
class _Check:
    """One study's models on their way to resolved units."""

    config: StudyConfig
    document: YamlDocument
    label: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, path: KeyPath, message: str, suggestion: str = "") -> None:
        self.problems.append(self.document.problem(self.label, path, message, suggestion))


def resolve_econometrics(
    config: StudyConfig,
    unit_codes: Sequence[str],
    registry: UnitRegistry,
    document: YamlDocument,
    label: str,
) -> tuple[Mapping[str, tuple[str, ...]], list[Problem]]:
    """Check variables, region groups and all models; resolve unit names.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    unit_codes : sequence of str
        Units of the study.
    registry : UnitRegistry
        The administrative units and their names.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    tuple of mapping and problems
        Codes of the units of every listed region group under its code, and of a model's own
        sample under ``_`` and the model's code.
    """
    check = _Check(config, document, label)
    variables = known_variables(config)
    indicators = [indicator.code for indicator in config.indicators]
    for where, message, unknown in variable_findings(config):
        suggestion = did_you_mean(unknown, indicators, "indicators") if unknown else ""
        check.complain(where, message, suggestion or "Give the variable another code.")
    weights = [entry.code for entry in config.spatial.weights]
    networks = [network.code for network in config.networks]
    found = [
        *regression_findings(
            config.regressions,
            config.region_groups,
            variables,
            (weights, networks),
            config.years.span,
        ),
        *spatial_findings(config.spatial, variables, networks),
        *var_model_findings(
            config.var_models,
            variables=variables,
            groups=[group.code for group in config.region_groups],
            taken=[code for model in config.regressions for code, _ in model.variants],
            years=config.years.span,
        ),
    ]
    for where, message, valid in found:
        wrong = message.split("'")[1] if "'" in message else ""
        check.complain(where, message, did_you_mean(wrong, valid, "codes") if valid else "")
    units: dict[str, tuple[str, ...]] = {}
    for position, group in enumerate(config.region_groups):
        path: KeyPath = ("region_groups", position, "units")
        if group.units:
            units[group.code] = _units(group.units, path, unit_codes, registry, check)
    for section in ("regressions", "var_models"):
        for position, model in enumerate(getattr(config, section)):
            path = (section, position, "sample", "units")
            if names := model.sample.units:
                units[f"_{model.code}"] = _units(names, path, unit_codes, registry, check)
    return units, check.problems


def _units(
    names: Sequence[str],
    path: KeyPath,
    unit_codes: Sequence[str],
    registry: UnitRegistry,
    check: _Check,
) -> tuple[str, ...]:
    """Return the codes that names mean within the study."""
    codes: dict[str, None] = {}
    level, year = check.config.units.level, check.config.years.last
    for position, name in enumerate(names):
        answer = registry.resolve(name, level=level, year=year)
        meant = {answer.unit_code} if answer.unit_code else set(answer.candidates)
        inside = [code for code in unit_codes if code in meant]
        here = (*path, position)
        if len(inside) != 1:
            close = [registry[code].name_zh for code in unit_codes]
            message = f"No unit of the study is called '{name}'."
            check.complain(here, message, did_you_mean(name, close, "units"))
        elif inside[0] in codes:
            check.complain(here, f"'{name}' stands twice.", "Keep one of them.")
        else:
            codes[inside[0]] = None
    return tuple(codes)
