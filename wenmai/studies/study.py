"""A study that passed every check: names resolved, definitions merged, files found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenmai.kit.mapping import SourceMapping
from wenmai.reference import UnitRegistry
from wenmai.studies.config import StudyConfig


@dataclass(frozen=True)
class IndicatorDefinition:
    """One indicator of a study: the library's definition with the study's changes.

    ``valid_min`` and ``valid_max`` are in ``measure_unit``; None means no bound.
    """

    code: str
    name_zh: str
    name_en: str
    dimension_code: str
    direction: str
    measure_unit: str
    valid_min: float | None = None
    valid_max: float | None = None
    max_gap_years: int | None = None
    extend_edges: bool | None = None
    is_in_index: bool = True
    dimension_name_zh: str | None = None
    dimension_name_en: str | None = None
    to_year: str | None = None
    growth_of: str | None = None


@dataclass(frozen=True)
class StudySource:
    """One source mapping of a study and the files that its pattern finds."""

    mapping_code: str
    mapping: SourceMapping
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Correction:
    """One line of corrections.csv, as text; ``row_number`` is its line in the file."""

    row_number: int
    unit: str
    year: str
    indicator: str
    expect: str
    value: str
    reason: str


@dataclass(frozen=True)
class Study:
    """A validated study.

    Parameters
    ----------
    folder : Path
        The study folder.
    config : StudyConfig
        What study.yml says.
    config_hash : str
        sha256 of what study.yml and the mappings say; comments and layout do not count.
    unit_codes : tuple of str
        Codes of the units covered, in the order of the register, then as included.
    register : UnitRegistry
        Where the names of its units are looked up.
    indicators : tuple of IndicatorDefinition
        In the order of study.yml.
    sources : tuple of StudySource
        In the order of their codes.
    corrections : tuple of Correction
        Lines of corrections.csv; empty when there is none.
    found : mapping
        Domain → what its sections come to; ``Declaration.found_in`` gives it its type.
    domain_files : tuple of Path
        Data files that the domains' sections name.
    """

    folder: Path
    config: StudyConfig
    config_hash: str
    unit_codes: tuple[str, ...]
    register: UnitRegistry = field(compare=False, repr=False)
    indicators: tuple[IndicatorDefinition, ...]
    sources: tuple[StudySource, ...]
    corrections: tuple[Correction, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    domain_files: tuple[Path, ...] = ()

    @property
    def code(self) -> str:
        """The study's code."""
        return self.config.code

    @property
    def files(self) -> tuple[Path, ...]:
        """Every data file of the study, each once."""
        tables = (file for source in self.sources for file in source.files)
        return tuple(dict.fromkeys((*tables, *self.domain_files)))
