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
from wenmai.studies.load import STUDY_FILE
from wenmai.studies.study import Study

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
        for source in study.sources:
            for path in source.files:
                label = label_of(path, study.folder)
                found: Counter[str] = Counter()
                try:
                    for counted in read_apart(
                        *(record_issues, path, source.mapping, study.folder),
                        path=path,
                        label=label,
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
        if answers.is_file() and answers.stat().st_mtime > study.stat().st_mtime + 2:
            notes.append(ANSWERS_WAIT(file=f"{folder.name}/{ANSWERS_FILE}", folder=folder.name))
    return notes
