"""Which line of a metadata table describes which file."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wenmai.sentences import Said, Sentence

FILES_OF_THAT_NAME = Sentence("readers.files_of_that_name", "names")
LINES_DIFFER = Sentence("readers.lines_differ", "numbers")

# A list made before the files were converted names the old endings.
_ENDINGS = {".txt", ".md", ".html", ".htm", ".docx", ".doc", ".pdf", ".wps", ".caj"}


@dataclass(frozen=True)
class MetadataRow:
    """One line of a metadata table.

    Parameters
    ----------
    number : int
        Row of the file, from 1.
    file : str
        What its file column says.
    facts : dict
        Fact (title, date, type, issuer, source, id) → text.
    """

    number: int
    file: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Matched:
    """What :func:`match_metadata` found.

    Parameters
    ----------
    rows : dict
        File → the row that describes it.
    conflicting : frozenset
        Files that several rows describe differently.
    issues : dict
        Row number → reason code of the quarantine and a detail, for rows that describe no file.
    repeated : frozenset
        Numbers of rows that say again what an earlier row says.
    """

    rows: dict[Path, MetadataRow]
    conflicting: frozenset[Path]
    issues: dict[int, tuple[str, Said | None]]
    repeated: frozenset[int]


def match_metadata(
    rows: Sequence[MetadataRow], files: Sequence[Path], folders: Sequence[Path]
) -> Matched:
    """Join rows and files.

    A name is looked up as a path below one of the folders, then as the name of a file wherever it
    lies, then without its ending; letters in either case, Unicode composed.

    Parameters
    ----------
    rows : sequence of MetadataRow
        The table.
    files : sequence of Path
        The documents.
    folders : sequence of Path
        Folders from which the table may name files.

    Returns
    -------
    Matched

    Examples
    --------
    >>> row = MetadataRow(2, "plan.docx", {"title": "规划"})
    >>> found = match_metadata([row], [Path("/s/documents/plan.txt")], [Path("/s")])
    >>> [(path.name, row.facts["title"]) for path, row in found.rows.items()]
    [('plan.txt', '规划')]
    """
    indexes = _indexes(files, folders)
    found: dict[Path, list[MetadataRow]] = defaultdict(list)
    issues: dict[int, tuple[str, Said | None]] = {}
    for row in rows:
        matches = _look_up(row.file, indexes)
        if len(matches) == 1:
            found[matches[0]].append(row)
        elif matches:
            names = ", ".join(sorted(path.as_posix().rpartition("/")[2] for path in matches)[:3])
            issues[row.number] = ("metadata_ambiguous", FILES_OF_THAT_NAME(names=names))
        else:
            issues[row.number] = ("metadata_without_file", None)
    chosen: dict[Path, MetadataRow] = {}
    conflicting: set[Path] = set()
    repeated: set[int] = set()
    for path, listed in found.items():
        if any(row.facts != listed[0].facts for row in listed):
            conflicting.add(path)
            numbers = ", ".join(str(row.number) for row in listed)
            detail = LINES_DIFFER(numbers=numbers)
            issues.update({row.number: ("metadata_conflicting", detail) for row in listed})
        else:
            chosen[path] = listed[0]
            repeated.update(row.number for row in listed[1:])
    return Matched(chosen, frozenset(conflicting), issues, frozenset(repeated))


Index = Mapping[str, list[Path]]


def _indexes(files: Sequence[Path], folders: Sequence[Path]) -> tuple[Index, Index, Index]:
    """Index files by path, by name and by name without ending."""
    paths: dict[str, list[Path]] = defaultdict(list)
    names: dict[str, list[Path]] = defaultdict(list)
    stems: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        for folder in dict.fromkeys(folders):
            if path.is_relative_to(folder):
                paths[_key(path.relative_to(folder).as_posix())].append(path)
        names[_key(path.name)].append(path)
        stems[_key(path.stem)].append(path)
    return paths, names, stems


def _look_up(written: str, indexes: tuple[Index, Index, Index]) -> list[Path]:
    paths, names, stems = indexes
    name = PurePosixPath(written.strip().replace("\\", "/"))
    last = name.name
    ending = PurePosixPath(last).suffix.lower()
    stem = last[: -len(ending)] if ending in _ENDINGS else last
    return (
        list(dict.fromkeys(paths.get(_key(name.as_posix()), [])))
        or names.get(_key(last), [])
        or stems.get(_key(stem), [])
    )


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
