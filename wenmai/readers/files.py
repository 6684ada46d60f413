"""Find the files of a mapping inside its study folder, and tell what kind of file each is."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.kit.mapping import SourceMapping
from wenmai.kit.often_said import COPY_INTO_STUDY_FOLDER
from wenmai.kit.problems import nearest
from wenmai.sentences import Said, Sentence, after_another
from wenmai.words import was_it

NOT_A_PATTERN_OF_NAMES = Sentence("readers.not_a_pattern_of_names", "pattern")
WRITE_STARS = Sentence("readers.write_stars")
PUT_FILE_OR_CORRECT_PATTERN = Sentence("readers.put_file_or_correct_pattern")
NO_FILE_MATCHES = Sentence("readers.no_file_matches", "pattern", "folder")
REACHED_THROUGH_LINK = Sentence("readers.reached_through_link")
OUTSIDE_STUDY_FOLDER = Sentence("readers.outside_study_folder")
NO_SUCH_FILE = Sentence("readers.no_such_file")
PUT_IT_THERE_OR_CORRECT = Sentence("readers.put_it_there_or_correct")

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BLOCK = 1 << 20
# what Path.glob raises for a text that is no pattern
NOT_A_PATTERN = (ValueError, IndexError, NotImplementedError)


def label_of(path: Path, study_folder: Path) -> str:
    """Name a file as problems do: study folder and the path below it.

    A byte of a name that is no UTF-8 is written as its number, which any table can hold.
    """
    try:
        inside = path.absolute().relative_to(study_folder.absolute())
    except ValueError:
        inside = Path(path.name)
    label = (Path(study_folder.absolute().name) / inside).as_posix()
    return os.fsencode(label).decode(errors="backslashreplace")


def find_files(mapping: SourceMapping, study_folder: Path) -> list[Path]:
    """Find the files that a mapping reads, in the order of their names.

    Parameters
    ----------
    mapping : SourceMapping
        Its ``file`` is a glob; a name with brackets that matches nothing is taken literally.
    study_folder : Path
        The folder that the glob starts from and that every file must lie in.

    Returns
    -------
    list of Path
        Empty only for a mapping with ``required: false``.

    Raises
    ------
    ProblemsFound
        When nothing matches, or a file lies outside the folder (through a link).
    """
    mapping_label = label_of(study_folder / "sources" / f"{mapping.code}.yml", study_folder)
    try:
        found = sorted(path for path in study_folder.glob(mapping.file) if _is_data_file(path))
    except NOT_A_PATTERN as error:
        message = NOT_A_PATTERN_OF_NAMES(pattern=mapping.file)
        way_out = WRITE_STARS()
        raise ProblemsFound([Problem(mapping_label, "file", message, way_out)]) from error
    literal = study_folder / mapping.file
    if not found and literal.is_file():
        found = [literal]
    if not found and mapping.required:
        raise ProblemsFound(
            [
                Problem(
                    mapping_label,
                    "file",
                    NO_FILE_MATCHES(pattern=mapping.file, folder=study_folder.name),
                    after_another(
                        [*_nearest_file(mapping.file, study_folder), PUT_FILE_OR_CORRECT_PATTERN()]
                    ),
                )
            ]
        )
    outside = [path for path in found if not _is_inside(path, study_folder)]
    if outside:
        raise ProblemsFound(
            [
                Problem(
                    label_of(path, study_folder),
                    "",
                    REACHED_THROUGH_LINK(),
                    COPY_INTO_STUDY_FOLDER(),
                )
                for path in outside
            ]
        )
    return found


def _nearest_file(pattern: str, study_folder: Path) -> list[Said]:
    """Suggest the data file most like a pattern that found nothing, if there is one."""
    present = [
        path.relative_to(study_folder).as_posix()
        for path in sorted(study_folder.rglob("*"))
        if _is_data_file(path) and path.suffix not in {".yml", ".md"}
    ]
    close = nearest(pattern, present)
    return [was_it(close)] if close else []


def _is_data_file(path: Path) -> bool:
    return is_plain_file(path) and path.name != ANSWERS_FILE


def is_plain_file(path: Path) -> bool:
    """Leave out folders and what office programs and systems write beside an open file."""
    return path.is_file() and not path.name.startswith((".", "~$"))


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def check_inside(path: Path, study_folder: Path) -> None:
    """Raise ProblemsFound when a file is missing or lies outside the study folder."""
    label = label_of(path, study_folder)
    if not _is_inside(path, study_folder):
        message, suggestion = (
            OUTSIDE_STUDY_FOLDER(),
            COPY_INTO_STUDY_FOLDER(),
        )
    elif not path.is_file():
        message, suggestion = NO_SUCH_FILE(), PUT_IT_THERE_OR_CORRECT()
    else:
        return
    raise ProblemsFound([Problem(label, "", message, suggestion)])


def blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks of one megabyte."""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def has_line_end(path: Path, encoding: str) -> bool:
    """Tell whether the last line of a text ends as lines do; a file that was cut off does not."""
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - 4))
        tail = stream.read()
    # the other half of a character of UTF-16 or UTF-32
    plain = tail.strip(b"\0") if encoding.startswith(("utf-16", "utf-32")) else tail
    return plain.endswith((b"\n", b"\r", b"\x1a"))


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    for block in blocks(path):
        digest.update(block)
    return digest.hexdigest()


def kind_of(path: Path) -> str:
    """Tell ``zip``, ``ole``, ``html``, ``xml``, ``pdf``, ``empty`` or ``text`` by the first bytes.

    The ending says little: web pages are sold as ``.xls``, and workbooks are renamed.
    """
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head.strip():
        return "empty"
    if head.startswith((_ZIP, b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    return "pdf" if start.startswith(b"%pdf") else "text"
