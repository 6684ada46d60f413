"""Find the studies of the landing folders and load them, with everything that is wrong at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError, create_model

from wenmai.domains import from_rooms
from wenmai.errors import Problem, ProblemsFound, WenmaiError
from wenmai.kit.often_said import AT_ROW, FILE_NOT_READ, NO_SUCH_INDICATOR
from wenmai.kit.problems import did_you_mean, validation_problems
from wenmai.kit.yaml_text import YamlDocument, read_yaml, refuse_outside
from wenmai.reference import UnitRegistry
from wenmai.sentences import InBoth, Sentence
from wenmai.settings import Settings
from wenmai.studies.config import StudyConfig
from wenmai.studies.corrections import CORRECTIONS_FILE, read_corrections
from wenmai.studies.declaration import Declaration, Draft
from wenmai.studies.indicators import own_measures, resolve_indicators
from wenmai.studies.own_units import units_of
from wenmai.studies.reference import Reference
from wenmai.studies.sources import load_sources, uncovered_indicators, unsaid_periods
from wenmai.studies.steps import step_problems
from wenmai.studies.study import Correction, Study
from wenmai.studies.units import correction_problems
from wenmai.words import MORE_PROBLEMS

NO_STUDY_HERE = Sentence("studies.no_study_here", "looked")
NO_STUDY_YML_YET = Sentence("studies.no_study_yml_yet", "study_file", "waiting")
MAKE_A_FOLDER = Sentence("studies.make_a_folder", "study_file")
STUDY_CANNOT_BE_READ = Sentence("studies.study_cannot_be_read", "error", "name")
RENAME_TO_STUDY_YML = Sentence("studies.rename_to_study_yml")
CODE_TAKEN = Sentence("studies.code_taken", "code", "owner")
RENAME_STUDY = Sentence("studies.rename_study")
NO_SUCH_STUDY = Sentence("studies.no_such_study", "code")

STUDY_FILE = "study.yml"
AND_MORE = Sentence("studies.and_more", "problem", "more")


@dataclass(frozen=True)
class WrongStudy:
    """A study folder that cannot be used as it is.

    Parameters
    ----------
    code : str
        As its study.yml says; the folder's name where that cannot be read.
    folder : Path
    problems : tuple of Problem
        At least one.

    Examples
    --------
    >>> problem = Problem("east/study.yml", "years", "It is missing.", "Add it.")
    >>> WrongStudy("east", Path("landing/east"), (problem,)).reason
    'east/study.yml: years: It is missing. Add it.'
    """

    code: str
    folder: Path
    problems: tuple[Problem, ...]

    @property
    def reason(self) -> str:
        """What is wrong, in one sentence; how many more there are, and what lists them."""
        more = len(self.problems) - 1
        said = self.problems[0].said()
        # a problem that quotes a file may have lines of its own
        zh, en = (" ".join(said.text(language).split()) for language in ("zh", "en"))
        first = InBoth(zh, en)
        return AND_MORE(problem=first, more=MORE_PROBLEMS(more)) if more else first


def load_studies(
    where: Settings | Path | Iterable[Path],
    only: Sequence[str] | None = None,
    *,
    seeds_dir: Path | None = None,
) -> list[Study]:
    """Load and check every study.

    Parameters
    ----------
    where : Settings, Path or iterable of Path
        Settings, or landing folders; one that does not exist holds no study.
    only : sequence of str, optional
        Codes of the studies to load; the others are not checked. Default: all.
    seeds_dir : Path, optional
        Reference data; default: the settings' or the project's.

    Returns
    -------
    list of Study
        Sorted by code.

    Raises
    ------
    ProblemsFound
        Everything that is wrong in any study.
    WenmaiError
        When there is no study, or none of a code in ``only``.

    Examples
    --------
    >>> [study.code for study in load_studies(Path("demo"))]  # doctest: +SKIP
    ['liaoning', 'northeast']
    """
    studies, wrong = load_each(where, only, seeds_dir=seeds_dir)
    if wrong:
        raise ProblemsFound([problem for study in wrong for problem in study.problems])
    return studies


def load_each(
    where: Settings | Path | Iterable[Path],
    only: Sequence[str] | None = None,
    *,
    seeds_dir: Path | None = None,
) -> tuple[list[Study], list[WrongStudy]]:
    """Load every study that is right, and say of each other what is wrong with it.

    Parameters
    ----------
    where, only, seeds_dir
        As `load_studies` takes them.

    Returns
    -------
    tuple of (list of Study, list of WrongStudy)
        Each sorted by code; no code is in both.

    Raises
    ------
    WenmaiError
        When there is no study folder, or none of a code in ``only``.
    """
    if isinstance(where, Settings):
        landing: tuple[Path, ...] = where.landing
        seeds_dir = seeds_dir or where.seeds_dir
    else:
        landing = (where,) if isinstance(where, Path) else tuple(where)
    reference = Reference(seeds_dir or Settings.from_env({}).seeds_dir)
    folders = find_study_folders(landing)
    if not folders:
        looked = ", ".join(str(folder) for folder in landing) or "no folder"
        waiting = [str(folder) for folder in folders_passed_over(landing)]
        raise WenmaiError(
            NO_STUDY_HERE(looked=looked),
            hint=NO_STUDY_YML_YET(waiting=waiting[0], study_file=STUDY_FILE)
            if waiting
            else MAKE_A_FOLDER(study_file=STUDY_FILE),
        )
    drafts, wrong = _read_all(folders, only)
    studies = []
    for folder, config, document in drafts:
        with _whatever_is_wrong(wrong, config.code, folder):
            studies.append(_load_study(folder, config, document, reference))
    wrong += [study for study in _folders_without_study(landing) if not only or study.code in only]
    studies, wrong = _one_of_each_code(studies, wrong)
    return sorted(studies, key=lambda one: one.code), sorted(wrong, key=lambda one: one.code)


@contextmanager
def _whatever_is_wrong(wrong: list[WrongStudy], code: str, folder: Path) -> Iterator[None]:
    """Note what is wrong with one study, foreseen or not: the others go on."""
    try:
        yield
    except ProblemsFound as error:
        wrong.append(WrongStudy(code, folder, tuple(error.problems)))
    except MemoryError:
        raise
    except Exception as error:
        message = STUDY_CANNOT_BE_READ(name=type(error).__name__, error=error)
        problem = Problem(f"{folder.name}/{STUDY_FILE}", "", message)
        wrong.append(WrongStudy(code, folder, (problem,)))


def _one_of_each_code(
    studies: list[Study], wrong: list[WrongStudy]
) -> tuple[list[Study], list[WrongStudy]]:
    """Put studies aside that have one code: nobody knows which of them is meant."""
    by_code: dict[str, list[WrongStudy]] = {}
    for study in wrong:
        by_code.setdefault(study.code, []).append(study)
    joined = [
        WrongStudy(code, same[0].folder, tuple(problem for one in same for problem in one.problems))
        for code, same in by_code.items()
    ]
    return [study for study in studies if study.code not in by_code], joined


def declarations() -> list[Declaration[Any, Any]]:
    """Return what the rooms declare, in the order of the domains."""
    return from_rooms("declares", "DECLARATION")


@cache
def study_schema() -> type[StudyConfig]:
    """Return the class of a whole study.yml: the frame and the sections of all domains.

    Examples
    --------
    >>> {"indicators", "networks", "documents"} <= set(study_schema().model_fields)
    True
    """
    # the fields of the last base come first
    bases: Any = (*(one.sections for one in reversed(declarations())), StudyConfig)
    schema: type[StudyConfig] = create_model("Study", __base__=bases)
    return schema


def find_study_folders(landing: Iterable[Path]) -> list[Path]:
    """Return every folder directly below a landing folder that holds a study.yml.

    Parameters
    ----------
    landing : iterable of Path
        Landing folders; the same folder given twice counts once.

    Returns
    -------
    list of Path
        In the order of the landing folders, then by name.
    """
    distinct = dict.fromkeys(folder.resolve() for folder in landing if folder.is_dir())
    return [file.parent for folder in distinct for file in sorted(folder.glob(f"*/{STUDY_FILE}"))]


def folders_passed_over(landing: Iterable[Path]) -> list[Path]:
    """Return the folders directly below a landing folder that hold files and no study.yml.

    Parameters
    ----------
    landing : iterable of Path
        Landing folders.

    Returns
    -------
    list of Path
        They are no error: a user may be about to describe them. But nobody should wait for them.
    """
    distinct = dict.fromkeys(folder.resolve() for folder in landing if folder.is_dir())
    return [
        inside
        for folder in distinct
        for inside in sorted(folder.iterdir())
        if inside.is_dir()
        and not inside.name.startswith((".", "_"))
        and not (inside / STUDY_FILE).is_file()
        and any(path.is_file() for path in inside.rglob("*"))
    ]


def _folders_without_study(landing: Iterable[Path]) -> list[WrongStudy]:
    """Find study files under a name that would be passed over in silence."""
    distinct = dict.fromkeys(folder.resolve() for folder in landing if folder.is_dir())
    return [
        WrongStudy(path.parent.name, path.parent, (_misnamed(path),))
        for folder in distinct
        for path in sorted(folder.glob("*/*"))
        if path.name.lower() in {"study.yaml", "study.yml"}
        and path.name != STUDY_FILE
        and not (path.parent / STUDY_FILE).is_file()
    ]


def _misnamed(path: Path) -> Problem:
    label = f"{path.parent.name}/{path.name}"
    return Problem(label, "", FILE_NOT_READ(), RENAME_TO_STUDY_YML())


def _read_all(
    folders: Sequence[Path], only: Sequence[str] | None
) -> tuple[list[tuple[Path, StudyConfig, YamlDocument]], list[WrongStudy]]:
    """Read every study.yml, as far as it is wanted; a code may stand once in all of them."""
    drafts: list[tuple[Path, StudyConfig, YamlDocument]] = []
    wrong: list[WrongStudy] = []
    first_of_code: dict[str, Path] = {}
    for folder in folders:
        label = f"{folder.name}/{STUDY_FILE}"
        unread: list[WrongStudy] = []
        with _whatever_is_wrong(unread, folder.name, folder):
            document = read_yaml(folder / STUDY_FILE, label, study=folder)
        if unread:
            # Whether it is wanted cannot be known; its folder's name is the best guess.
            wrong += unread if only is None or folder.name in only else []
            first_of_code.setdefault(folder.name, folder)
            continue
        code = document.data.get("code") if isinstance(document.data, dict) else None
        code = code if isinstance(code, str) else folder.name
        first = first_of_code.setdefault(code, folder)
        if only is not None and code not in only:
            continue
        if first != folder:
            # With its landing folder: the two studies may have the same folder name.
            owner = f"{first.parent.name}/{first.name}/{STUDY_FILE}"
            message = CODE_TAKEN(code=code, owner=owner)
            problem = Problem(label, "code", message, RENAME_STUDY())
            wrong.append(WrongStudy(code, folder, (problem,)))
        with _whatever_is_wrong(wrong, code, folder):
            drafts.append((folder, _validated(document, label), document))
    for code in only or ():
        if code not in first_of_code:
            suggestion = did_you_mean(code, sorted(first_of_code), "studies")
            raise WenmaiError(NO_SUCH_STUDY(code=code), hint=suggestion)
    return drafts, wrong


def _validated(document: YamlDocument, label: str) -> StudyConfig:
    try:
        return study_schema().model_validate(document.data)
    except ValidationError as error:
        raise ProblemsFound(validation_problems(error, study_schema(), document, label)) from error


def _load_study(
    folder: Path, config: StudyConfig, document: YamlDocument, reference: Reference
) -> Study:
    """Check one study against the reference data and its own files, domain by domain."""
    label = f"{folder.name}/{STUDY_FILE}"
    reference, problems = own_measures(config, reference, document, label)
    register, unit_codes, found = units_of(config, folder, reference, document, label)
    problems += found
    indicators, found = resolve_indicators(config, reference, document, label)
    problems += found
    draft = Draft(folder, config, unit_codes, register, reference, document, label)
    by_domain: dict[str, Any] = {}
    files = [folder / config.units.table] if config.units.table else []
    for declaration in declarations():
        by_domain[declaration.domain], found = declaration.check(draft)
        files += declaration.files(by_domain[declaration.domain])
        problems += found
    declared = [indicator.code for indicator in config.indicators]
    sources, found = load_sources(folder, declared, indicators, reference)
    problems += found
    if not found:
        uncovered = uncovered_indicators(config, sources, document, label)
        problems += uncovered or unsaid_periods(config, sources, document, label)
        problems += step_problems(config, sources, declarations(), document, folder)
    corrections, found = _load_corrections(folder, config, register)
    problems += found
    if problems:
        raise ProblemsFound(problems)
    said = {
        "study": config.model_dump(mode="json"),
        "sources": {
            source.mapping_code: source.mapping.model_dump(mode="json") for source in sources
        },
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    config_hash = hashlib.sha256(text.encode()).hexdigest()
    return Study(
        folder,
        config,
        config_hash,
        unit_codes,
        register,
        indicators,
        sources,
        corrections,
        found=by_domain,
        domain_files=tuple(files),
    )


def _load_corrections(
    folder: Path, config: StudyConfig, register: UnitRegistry
) -> tuple[tuple[Correction, ...], list[Problem]]:
    label = f"{folder.name}/{CORRECTIONS_FILE}"
    try:
        refuse_outside(folder / CORRECTIONS_FILE, folder, label)
        corrections = read_corrections(folder / CORRECTIONS_FILE, label)
    except ProblemsFound as error:
        return (), error.problems
    codes = [indicator.code for indicator in config.indicators]
    problems = [
        Problem(
            label,
            AT_ROW(n=correction.row_number),
            NO_SUCH_INDICATOR(code=correction.indicator),
            did_you_mean(correction.indicator, codes, "indicators"),
        )
        for correction in corrections
        if correction.indicator not in codes
    ]
    return corrections, problems + correction_problems(corrections, config, register, label)
