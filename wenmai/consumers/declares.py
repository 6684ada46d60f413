"""Check the section ``consumers`` against the study's files."""

from dataclasses import dataclass
from pathlib import Path

from wenmai.consumers.sections import ConsumerFile, ConsumerSections
from wenmai.errors import Problem
from wenmai.kit.often_said import COPY_INTO_STUDY_FOLDER, OUTSIDE_STUDY_FOLDER
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

NO_PARQUET_IN_FOLDER = Sentence("consumers.no_parquet_in_folder", "name")
NAME_A_SINGLE_FILE = Sentence("consumers.name_a_single_file")


@dataclass(frozen=True)
class StudyConsumerFile:
    """An entry of ``consumers``.

    Parameters
    ----------
    code : str
        Role and place among the entries: names its files in ``quality.fct_source_files``.
    entry : ConsumerFile
        What study.yml says.
    files : tuple of Path
        One file, or every Parquet file of a folder.
    """

    code: str
    entry: ConsumerFile
    files: tuple[Path, ...]


def _check(draft: Draft) -> tuple[tuple[StudyConsumerFile, ...], list[Problem]]:
    """Find the files of every entry."""
    found, problems = [], []
    for position, entry in enumerate(DECLARATION.said_in(draft.config).consumers):
        files, complaint = _find(draft, entry.file)
        if complaint is not None:
            problems.append(draft.problem(("consumers", position, "file"), *complaint))
        found.append(StudyConsumerFile(f"{entry.role}_{position + 1}", entry, files))
    return tuple(found), problems


def _find(draft: Draft, name: str) -> tuple[tuple[Path, ...], tuple[str, str] | None]:
    path = draft.folder / name
    if not path.resolve().is_relative_to(draft.folder.resolve()):
        return (), (OUTSIDE_STUDY_FOLDER(name=name), COPY_INTO_STUDY_FOLDER())
    if path.is_dir():
        files = tuple(sorted(path.rglob("*.parquet")))
        if not files:
            return (), (NO_PARQUET_IN_FOLDER(name=name), NAME_A_SINGLE_FILE())
        return files, None
    if path.is_file():
        return (path,), None
    return (), draft.no_such_file(name)


DECLARATION = Declaration(
    "consumers",
    ConsumerSections,
    _check,
    files=lambda found: (file for one in found for file in one.files),
)
