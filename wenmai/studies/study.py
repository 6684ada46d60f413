"""A study that passed every check: names resolved, definitions merged, files found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wenmai.studies.config import StudyConfig
from wenmai.studies.mapping import SourceMapping
from wenmai.studies.sections.boundaries import StudyBoundaries
from wenmai.studies.sections.documents import StudyDocuments
from wenmai.studies.sections.network_files import StudyNetwork


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
    indicators : tuple of IndicatorDefinition
        In the order of study.yml.
    sources : tuple of StudySource
        In the order of their codes.
    corrections : tuple of Correction
        Lines of corrections.csv; empty when there is none.
    region_units : mapping of str to tuple of str
        Units of the region groups that list them, and of models with a list of their own (under
        ``_`` and the model's code).
    documents : tuple of StudyDocuments
        Entries of the section ``documents`` with their files.
    networks : tuple of StudyNetwork
        Entries of the section ``networks`` with their files.
    path_label_file : Path or None
        The table of expert labels that the section ``paths`` names.
    boundaries : StudyBoundaries or None
        The boundaries that the section ``atlas`` names.
    """

    folder: Path
    config: StudyConfig
    config_hash: str
    unit_codes: tuple[str, ...]
    indicators: tuple[IndicatorDefinition, ...]
    sources: tuple[StudySource, ...]
    corrections: tuple[Correction, ...] = ()
    region_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    documents: tuple[StudyDocuments, ...] = ()
    networks: tuple[StudyNetwork, ...] = ()
    path_label_file: Path | None = None
    boundaries: StudyBoundaries | None = None

    @property
    def code(self) -> str:
        """The study's code."""
        return self.config.code

    @property
    def files(self) -> tuple[Path, ...]:
        """Every data file of the study, each once."""
        tables = (file for source in self.sources for file in source.files)
        texts = (file for entry in self.documents for file in entry.all_files)
        links = (file for entry in self.networks for file in entry.files)
        labels = [self.path_label_file] if self.path_label_file else []
        areas = [self.boundaries.file] if self.boundaries else []
        return tuple(dict.fromkeys((*tables, *texts, *links, *labels, *areas)))
