"""The form in which a domain takes part in study.yml: its sections, and what is checked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from wenmai.errors import Problem
from wenmai.kit.often_said import (
    COPY_INTO_STUDY_FOLDER,
    NO_SUCH_FILE,
    OUTSIDE_STUDY_FOLDER,
    PUT_INTO_STUDY_FOLDER,
)
from wenmai.kit.problems import did_you_mean
from wenmai.kit.section import Section
from wenmai.kit.yaml_text import KeyPath, YamlDocument
from wenmai.readers.periods import read_period
from wenmai.reference import UnitRegistry
from wenmai.sentences import Said
from wenmai.studies.config import StudyConfig
from wenmai.studies.reference import Reference
from wenmai.studies.study import Study

Sections = TypeVar("Sections", bound=Section)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Draft:
    """A study whose own file is well formed, before its domains have looked at it.

    Parameters
    ----------
    folder : Path
        The study folder.
    config : StudyConfig
        What study.yml says.
    unit_codes : tuple of str
        Codes of the units that the study covers.
    register : UnitRegistry
        Where the names of its units are looked up.
    reference : Reference
        Units, indicators and names that may be used.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.
    """

    folder: Path
    config: StudyConfig
    unit_codes: tuple[str, ...]
    register: UnitRegistry
    reference: Reference
    document: YamlDocument
    label: str

    @property
    def indicator_codes(self) -> list[str]:
        """Codes of the study's indicators, in the order of study.yml."""
        return [indicator.code for indicator in self.config.indicators]

    def problem(self, path: KeyPath, message: str, way_out: str = "") -> Problem:
        """Return a problem with the line of study.yml that it is about."""
        return self.document.problem(self.label, path, message, way_out)

    def find_file(self, name: str) -> tuple[Path | None, tuple[str, str] | None]:
        """Return a file of the study folder, or None with what is wrong and the way out.

        Parameters
        ----------
        name : str
            As study.yml says it.
        """
        path = self.folder / name
        if not path.is_file():
            return None, self.no_such_file(name)
        if not path.resolve().is_relative_to(self.folder.resolve()):
            message = OUTSIDE_STUDY_FOLDER(name=name)
            return None, (message, COPY_INTO_STUDY_FOLDER())
        return path, None

    def no_such_file(self, name: str) -> tuple[str, str]:
        """Return the message about a file that is not there, and the names that are near."""
        there = sorted(
            file.relative_to(self.folder).as_posix()
            for file in self.folder.rglob("*")
            if file.is_file() and file.suffix != ".yml" and not file.name.startswith((".", "~$"))
        )
        way_out = did_you_mean(name, there, "files", limit=8)
        return NO_SUCH_FILE(name=name), way_out or PUT_INTO_STUDY_FOLDER()


@dataclass
class Held:
    """What the files of a study hold, as far as it shows before anything is built.

    Parameters
    ----------
    steps : set of int
        Years, or other periods, for which a file has a line.
    spans : dict
        Indicator and unit of measure, '' where none is said → least and largest plain number.
    """

    steps: set[int] = field(default_factory=set)
    spans: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def add(
        self, years: Iterable[str], spans: Mapping[tuple[str, str], tuple[float, float]]
    ) -> None:
        """Note what some records hold.

        Examples
        --------
        >>> held = Held()
        >>> held.add(["2018年", "2018M07-09", "?"], {("gdp", ""): (1.0, 2.0)})
        >>> held.add(["2018"], {("gdp", ""): (0.5, 1.5)})
        >>> sorted(held.steps), held.spans
        ([2018, 8074], {('gdp', ''): (0.5, 2.0)})
        """
        periods = filter(None, map(read_period, years))
        self.steps.update(period.step for period in periods if period.step)
        for key, (least, most) in spans.items():
            known = self.spans.get(key, (least, most))
            self.spans[key] = (min(least, known[0]), max(most, known[1]))


def _no_files(found: object) -> Iterable[Path]:
    return ()


def _no_notes(study: Study, found: object, held: Held) -> Iterable[Said]:
    return ()


@dataclass(frozen=True)
class Declaration(Generic[Sections, Found]):
    """What a study may say about one domain.

    Parameters
    ----------
    domain : str
        Its name in ``wenmai.domains.DOMAINS``.
    sections : type of Section
        One field per key of study.yml, each with a default, so that older studies stay valid.
    check : callable
        Draft → what the sections come to (files found, names resolved), and the problems. Asked
        whether or not the study says anything.
    files : callable, optional
        What ``check`` found → the data files in it.
    notes : callable, optional
        The study, what ``check`` found and what its files hold → what a person should know of the
        numbers before a refresh.
    """

    domain: str
    sections: type[Sections]
    check: Callable[[Draft], tuple[Found, list[Problem]]]
    files: Callable[[Found], Iterable[Path]] = _no_files
    notes: Callable[[Study, Found, Held], Iterable[Said]] = _no_notes

    def said_in(self, config: StudyConfig) -> Sections:
        """Return what a study says about the domain.

        Parameters
        ----------
        config : StudyConfig
            Of a study that was loaded with all domains.

        Raises
        ------
        TypeError
            When it was loaded without this domain.
        """
        if not isinstance(config, self.sections):
            raise TypeError(f"the study was read without {self.sections.__name__}")
        return config

    def found_in(self, study: Study) -> Found:
        """Return what ``check`` found in a study.

        Parameters
        ----------
        study : Study
        """
        found: Found = study.found[self.domain]
        return found
