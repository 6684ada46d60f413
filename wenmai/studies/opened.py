"""Open the files of a study before anything is built: what would become of them, said at once."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.readers.source import record_issues
from wenmai.sentences import Said, Sentence, said_of
from wenmai.studies.load import STUDY_FILE, WrongStudy
from wenmai.studies.reference import Reference
from wenmai.studies.sources import sources_of_unsound
from wenmai.studies.study import Study, StudySource

CELLS_WAIT = Sentence("check.cells_wait", "file", "n", "reason")
NOTHING_IN_IT = Sentence("check.nothing_in_it", "study")
ANSWERS_WAIT = Sentence("check.answers_wait", "file", "folder")


def open_files(studies: Iterable[Study]) -> tuple[list[Problem], list[Said]]:
    """Read every file that a source mapping names, and say what is wrong with it.

    Parameters
    ----------
    studies : iterable of Study

    Returns
    -------
    list of Problem and list of Said
        Files that cannot be read as their mapping says; cells that would wait in quarantine, and
        studies that hold nothing.
    """
    problems: list[Problem] = []
    notes: list[Said] = []
    for study in studies:
        if not study.files:
            notes.append(NOTHING_IN_IT(study=study.code))
        found, waiting = _opened(study.folder, study.sources)
        problems, notes = problems + found, notes + waiting
    return problems, notes


def open_unsound(
    wrong: Iterable[WrongStudy], reference: Reference
) -> tuple[list[Problem], list[Said]]:
    """Say what is wrong with studies, and with the files of those whose study.yml is unsound.

    Parameters
    ----------
    wrong : iterable of WrongStudy
    reference : Reference
        The reference data.

    Returns
    -------
    list of Problem and list of Said
        As `open_files`, what is known of the studies first; nothing is said twice.
    """
    problems: list[Problem] = []
    notes: list[Said] = []
    for study in wrong:
        sources, more = sources_of_unsound(study.folder, STUDY_FILE, reference)
        found, waiting = _opened(study.folder, sources)
        known = {(one.file, one.key, one.message) for one in study.problems}
        news = (one for one in (*more, *found) if (one.file, one.key, one.message) not in known)
        problems += [*study.problems, *news]
        notes += waiting
    return problems, notes


def _opened(folder: Path, sources: Iterable[StudySource]) -> tuple[list[Problem], list[Said]]:
    """Read the files of some mappings."""
    problems: list[Problem] = []
    notes: list[Said] = []
    for source in sources:
        for path in source.files:
            label = label_of(path, folder)
            found: Counter[str] = Counter()
            try:
                for counted in read_apart(
                    *(record_issues, path, source.mapping, folder), path=path, label=label
                ):
                    found.update(counted)
            except ProblemsFound as error:
                problems += error.problems
            notes += [
                CELLS_WAIT(file=label, n=n, reason=said_of(reason))
                for reason, n in sorted(found.items())
            ]
    return problems, notes


def answers_waiting(folders: Iterable[Path]) -> list[Said]:
    """Name the studies whose questions were answered after their drafts were written."""
    notes = []
    for folder in folders:
        answers, study = folder / ANSWERS_FILE, folder / STUDY_FILE
        is_there = answers.is_file() and study.is_file()
        if is_there and answers.stat().st_mtime > study.stat().st_mtime + 2:
            notes.append(ANSWERS_WAIT(file=f"{folder.name}/{ANSWERS_FILE}", folder=folder.name))
    return notes
