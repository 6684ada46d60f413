"""Open the files of a study before anything is built: what would become of them, said at once."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.kit.steps import label, per_year
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.readers.source import record_facts
from wenmai.sentences import Said, Sentence, first_few, said_of
from wenmai.studies.declaration import Held
from wenmai.studies.load import STUDY_FILE, WrongStudy, declarations
from wenmai.studies.reference import Reference
from wenmai.studies.sources import sources_of_unsound
from wenmai.studies.study import Study, StudySource
from wenmai.words import CELLS

CELLS_WAIT = Sentence("check.cells_wait", "file", "cells", "reason")
NOTHING_IN_IT = Sentence("check.nothing_in_it", "study")
NO_VALUE_FOR = Sentence("check.no_value_for", "study", "years")
ANSWERS_WAIT = Sentence("check.answers_wait", "file", "folder")


def open_files(studies: Iterable[Study]) -> tuple[list[Problem], list[Said]]:
    """Read every file that a source mapping names, and say what is wrong with it.

    Parameters
    ----------
    studies : iterable of Study

    Returns
    -------
    list of Problem and list of Said
        Files that cannot be read as their mapping says; cells that would wait in quarantine,
        studies that hold nothing, periods that no file holds, and what a domain has to say of the
        numbers.
    """
    problems: list[Problem] = []
    notes: list[Said] = []
    for study in studies:
        if not study.files:
            notes.append(NOTHING_IN_IT(study=study.code))
        held = Held()
        found, waiting = _opened(study.folder, study.sources, held)
        problems, notes = problems + found, notes + waiting
        if skipped := _skipped(held.steps, study.config.years.first):
            notes.append(NO_VALUE_FOR(study=study.code, years=first_few(skipped)))
        for declaration in declarations():
            notes += declaration.notes(study, declaration.found_in(study), held)
    return problems, notes


def _skipped(steps: Iterable[int], first: int) -> list[str]:
    """Return the periods without a line between two that have one, as people write them.

    Examples
    --------
    >>> _skipped({2013, 2015, 2016, 2019, 8052}, 2013), _skipped({8052, 8054}, 8052)
    (['2014', '2017', '2018'], ['2013Q2'])
    """
    known = sorted(step for step in steps if per_year(step) == per_year(first))
    return [label(step) for pair in pairwise(known) for step in range(pair[0] + 1, pair[1])]


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
        found, waiting = _opened(study.folder, sources, Held())
        known = {(one.file, one.key, one.message) for one in study.problems}
        news = (one for one in (*more, *found) if (one.file, one.key, one.message) not in known)
        problems += [*study.problems, *news]
        notes += waiting
    return problems, notes


def _opened(
    folder: Path, sources: Iterable[StudySource], held: Held
) -> tuple[list[Problem], list[Said]]:
    """Read the files of some mappings, and note in ``held`` what they hold."""
    problems: list[Problem] = []
    notes: list[Said] = []
    for source in sources:
        for path in source.files:
            name = label_of(path, folder)
            found: Counter[str] = Counter()
            try:
                for counted, years, spans in read_apart(
                    *(record_facts, path, source.mapping, folder), path=path, label=name
                ):
                    found.update(counted)
                    held.add(years, {} if source.mapping.has_periods else spans)
            except ProblemsFound as error:
                problems += error.problems
            notes += [
                CELLS_WAIT(file=name, cells=CELLS(n), reason=said_of(reason))
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
