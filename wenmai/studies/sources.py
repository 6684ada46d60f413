"""Load the source mappings of a study and check them against its indicators and files."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping import SourceMapping, load_mapping
from wenmai.kit.often_said import FILE_NOT_READ, MEASURE_NOT_KNOWN
from wenmai.kit.problems import did_you_mean
from wenmai.kit.section import FIRST_POSSIBLE_YEAR
from wenmai.kit.yaml_text import KeyPath, YamlDocument, read_yaml, refuse_outside
from wenmai.sentences import Sentence
from wenmai.studies.config import StudyConfig
from wenmai.studies.reference import Reference
from wenmai.studies.study import IndicatorDefinition, StudySource

RENAME_MAPPING = Sentence("studies.rename_mapping", "path")
NO_SOURCE_MAPPING = Sentence("studies.no_source_mapping")
DRAFT_A_MAPPING = Sentence("studies.draft_a_mapping")
ONLY_PARTS_OF_YEARS = Sentence("studies.only_parts_of_years", "indicator")
SAY_TO_YEAR = Sentence("studies.say_to_year")
NOTHING_GIVES_INDICATOR = Sentence("studies.nothing_gives_indicator", "indicator")
NAME_ITS_COLUMN = Sentence("studies.name_its_column", "sources_dir")
MAPPING_GIVES_NOTHING = Sentence("studies.mapping_gives_nothing")
DECLARE_OR_DELETE = Sentence("studies.declare_or_delete")
INDICATOR_NOT_DECLARED = Sentence("studies.indicator_not_declared", "code")
YEAR_NOT_STATED = Sentence("studies.year_not_stated", "first_possible_year")
STATE_YEAR = Sentence("studies.state_year")
UNLIKE_STUDY = Sentence("studies.unlike_study", "indicator", "target", "unit")
MEND_ONE_UNIT = Sentence("studies.mend_one_unit")

SOURCES_DIR = "sources"


def load_sources(
    folder: Path,
    declared: Collection[str] | None,
    indicators: Sequence[IndicatorDefinition],
    reference: Reference | None,
) -> tuple[tuple[StudySource, ...], list[Problem]]:
    """Load every mapping of a study.

    Parameters
    ----------
    folder : Path
        The study folder.
    declared : collection of str or None
        Codes of the indicators that study.yml declares; None where it cannot be read: then no
        mapping is narrowed, and those of another mapping's values are passed over.
    indicators : sequence of IndicatorDefinition
        The study's indicators as far as they are known.
    reference : Reference or None
        The reference data; without them no unit of measure is looked at.

    Returns
    -------
    tuple of sources and problems
        Sources by mapping code. A mapping that takes its values from a ready-made one gives the
        indicators that the study declares, and leaves the others unread.
    """
    # The readers bring libraries that take a while to import: only a study with sources needs them.
    from wenmai.readers.files import find_files  # noqa: PLC0415

    directory = folder / SOURCES_DIR
    paths = sorted(path for path in directory.glob("*.yml") if not path.name.startswith("."))
    problems = [
        Problem(_label(folder, path), "", FILE_NOT_READ(), RENAME_MAPPING(path=path.stem))
        for path in sorted(directory.glob("*.yaml"))
    ]
    if declared and not paths and not problems:
        missing = f"{folder.name}/{SOURCES_DIR}"
        problems.append(Problem(missing, "", NO_SOURCE_MAPPING(), DRAFT_A_MAPPING()))
    sources = []
    for path in paths:
        label = _label(folder, path)
        try:
            refuse_outside(path, folder, label)
            mapping = load_mapping(path, label)
        except ProblemsFound as error:
            problems += error.problems
            continue
        document = read_yaml(path, label)
        if declared is not None:
            mapping = _declared_part(mapping, document, declared)
            problems += _undeclared(mapping, document, declared, label)
        elif "extends" in document.data:
            continue
        if reference is not None:
            problems += _unit_problems(mapping, document, indicators, reference, label)
        problems += _unstated_year(mapping, document, label)
        try:
            files = tuple(find_files(mapping, folder))
        except ProblemsFound as error:
            problems += error.problems
            continue
        sources.append(StudySource(path.stem, mapping, files))
    return tuple(sources), problems


def sources_of_unsound(
    folder: Path, file: str, reference: Reference
) -> tuple[tuple[StudySource, ...], list[Problem]]:
    """Load the mappings of a study whose own file is wrong, as far as that can be read.

    Parameters
    ----------
    folder : Path
        The study folder.
    file : str
        Name of its study.yml.
    reference : Reference
        The reference data.

    Returns
    -------
    tuple of sources and problems
    """
    try:
        data = read_yaml(folder / file, file, study=folder).data
    except ProblemsFound:
        data = None
    said = data if isinstance(data, dict) else {}
    entries = said.get("indicators")
    declared = None
    if isinstance(entries, list):
        declared = [str(one["code"]) for one in entries if isinstance(one, dict) and "code" in one]
    return load_sources(folder, declared, (), None if "measures" in said else reference)


def uncovered_indicators(
    config: StudyConfig, sources: Sequence[StudySource], document: YamlDocument, label: str
) -> list[Problem]:
    """List the indicators of a study that no mapping gives."""
    given = {code for source in sources for code in source.mapping.indicator_codes}
    return [
        document.problem(
            label,
            path,
            NOTHING_GIVES_INDICATOR(indicator=indicator.code),
            NAME_ITS_COLUMN(sources_dir=SOURCES_DIR),
        )
        for path, indicator in (
            (("indicators", position, "code"), indicator)
            for position, indicator in enumerate(config.indicators)
        )
        if indicator.code not in given
    ]


def unsaid_periods(
    config: StudyConfig, sources: Sequence[StudySource], document: YamlDocument, label: str
) -> list[Problem]:
    """List indicators of the index that only months give, no rule for the year, and odd growths."""
    if config.years.per_year != 1:
        return []
    yearly = [source.mapping for source in sources if not source.mapping.has_periods]
    given = {code for mapping in yearly for code in mapping.indicator_codes}
    codes = [indicator.code for indicator in config.indicators]
    problems = []
    for position, indicator in enumerate(config.indicators):
        path: KeyPath = ("indicators", position)
        if indicator.in_index and indicator.to_year is None and indicator.code not in given:
            message = ONLY_PARTS_OF_YEARS(indicator=indicator.code)
            problems.append(document.problem(label, (*path, "code"), message, SAY_TO_YEAR()))
        base = indicator.growth_of
        if base is not None and base not in codes:
            message = INDICATOR_NOT_DECLARED(code=base)
            way_out = did_you_mean(base, codes, "indicators")
            problems.append(document.problem(label, (*path, "growth_of"), message, way_out))
    return problems


def _label(folder: Path, path: Path) -> str:
    return f"{folder.name}/{SOURCES_DIR}/{path.name}"


def _declared_part(
    mapping: SourceMapping, document: YamlDocument, declared: Collection[str]
) -> SourceMapping:
    """Narrow values inherited from a ready-made mapping to what the study declares.

    What the study's own file names stays, so that a misspelt code is a problem, not a gap.
    """
    if "extends" not in document.data:
        return mapping
    changes: dict[str, object] = {}
    if "values" not in document.data:
        changes["values"] = tuple(
            value
            for value in mapping.values
            if value.indicator is None or value.indicator in declared
        )
    own = document.data.get("indicators") or {}
    changes["indicators"] = {
        name: code if name in own or code in declared else None
        for name, code in mapping.indicators.items()
    }
    # Field by field, because a copy would keep what was computed from the whole mapping.
    fields = {name: getattr(mapping, name) for name in type(mapping).model_fields}
    narrowed = SourceMapping.model_construct(**{**fields, **changes})
    return narrowed.with_code(mapping.code)


def _undeclared(
    mapping: SourceMapping, document: YamlDocument, declared: Collection[str], label: str
) -> Iterator[Problem]:
    """Yield the indicators of a mapping that the study does not declare."""
    if not mapping.indicator_codes:
        message = MAPPING_GIVES_NOTHING()
        yield Problem(label, "extends", message, DECLARE_OR_DELETE())
    for path, code in _named_codes(mapping):
        if code not in declared:
            yield document.problem(
                label,
                path,
                INDICATOR_NOT_DECLARED(code=code),
                did_you_mean(code, list(declared), "indicators"),
            )


def _named_codes(mapping: SourceMapping) -> Iterator[tuple[KeyPath, str]]:
    for position, value in enumerate(mapping.values):
        if value.indicator:
            yield ("values", position, "indicator"), value.indicator
    for name, code in mapping.indicators.items():
        if code:
            yield ("indicators", name), code


def _unstated_year(mapping: SourceMapping, document: YamlDocument, label: str) -> Iterator[Problem]:
    """Yield the year that `wenmai inspect` writes where a file does not say its own."""
    if mapping.year is not None and mapping.year.value == FIRST_POSSIBLE_YEAR:
        path: KeyPath = ("year", "value")
        message = YEAR_NOT_STATED(first_possible_year=FIRST_POSSIBLE_YEAR)
        yield document.problem(label, path, message, STATE_YEAR())


def _unit_problems(
    mapping: SourceMapping,
    document: YamlDocument,
    indicators: Sequence[IndicatorDefinition],
    reference: Reference,
    label: str,
) -> Iterator[Problem]:
    """Yield the units of measure that are not known, or do not fit the indicator."""
    measures = reference.measures
    canonical = {indicator.code: indicator.measure_unit for indicator in indicators}
    for position, value in enumerate(mapping.values):
        if not isinstance(value.unit, str):
            continue
        path: KeyPath = ("values", position, "unit")
        target = canonical.get(value.indicator or "")
        if not measures.known(value.unit):
            message = MEASURE_NOT_KNOWN(unit=value.unit)
            fitting = [
                symbol
                for symbol in measures.symbols()
                if target is None or measures.convertible(symbol, target)
            ]
            # Chinese spellings first: they are what the files say.
            fitting.sort(key=lambda symbol: (symbol.isascii(), len(symbol), symbol))
            suggestion = did_you_mean(value.unit, fitting, "units of measure")
            yield document.problem(label, path, message, suggestion)
        elif target and not measures.convertible(value.unit, target):
            message = UNLIKE_STUDY(unit=value.unit, target=target, indicator=value.indicator)
            yield document.problem(label, path, message, MEND_ONE_UNIT())
