"""Texts taken out of files once, so that an unchanged PDF is not parsed at every refresh.

Plain text is read faster than remembered, and needs no second copy on the disk.
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from wenmai.kit.identifiers import mask_identifiers
from wenmai.readers.document_text import (
    READER_VERSION,
    DocumentText,
    read_document_apart,
)
from wenmai.readers.files import kind_of
from wenmai.readers.unreadable import UnreadableDocumentError
from wenmai.sentences import said_of, told

FOLDER = "extracted_texts"
# No word, which would be counted as one of the text.
MARK = "＊＊＊"
_KEPT_SECONDS = 90 * 86_400
_DAY = 86_400


class TextCache:
    """Reads documents, and remembers what they held by the hash of their bytes.

    Parameters
    ----------
    folder : Path or None
        Where to remember, in the private folder; None remembers nothing. What cannot be written
        or read there is no error, only slower. Entries unused for 90 days are removed.

    Examples
    --------
    >>> TextCache(None).read(path, file_hash).kind  # doctest: +SKIP
    'pdf'
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(
        self, path: Path, file_hash: str, encoding: str = "auto", *, masks: bool = False
    ) -> DocumentText:
        """Return what :func:`~wenmai.readers.document_text.read_document` returns or raises.

        Parameters
        ----------
        path : Path
            The file.
        file_hash : str
            sha256 of its bytes.
        encoding : str
            As in study.yml.
        masks : bool
            Whether identifiers are masked, before anything is remembered.
        """
        entry = self._entry(path, file_hash, encoding, masks)
        if entry is None:
            return _masked(read_document_apart(path, encoding), masks)
        known = _load(entry)
        if known is None:
            known = _read(path, encoding, masks)
            _store(entry, known)
        if "reason_code" in known:
            detail = known["detail"] and said_of(str(known["detail"]))
            raise UnreadableDocumentError(str(known["reason_code"]), detail)
        return DocumentText(
            str(known["text"]),
            str(known["kind"]),
            str(known["encoding"]),
            int(known["characters_read"]),
            int(known["masked_identifiers"]),
        )

    def prune(self) -> None:
        """Remove what no refresh has used for 90 days."""
        if self._folder is None:
            return
        with suppress(OSError):
            limit = time.time() - _KEPT_SECONDS
            for entry in self._folder.glob("*/*.json"):
                if entry.stat().st_mtime < limit:
                    entry.unlink()

    def _entry(self, path: Path, file_hash: str, encoding: str, masks: bool) -> Path | None:
        """Name the file that remembers a document; the ending tells .md from .txt."""
        if self._folder is None or not _is_costly(path):
            return None
        key = json.dumps([READER_VERSION, file_hash, path.suffix.lower(), encoding, masks])
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.json"


def _is_costly(path: Path) -> bool:
    try:
        return kind_of(path) not in {"text", "empty"}
    except OSError:
        return False


def _masked(read: DocumentText, masks: bool) -> DocumentText:
    if not masks:
        return read
    found = mask_identifiers(read.text, MARK)
    return replace(read, text=found.text, masked_identifiers=sum(found.counts.values()))


def _read(path: Path, encoding: str, masks: bool) -> dict[str, Any]:
    try:
        return vars(_masked(read_document_apart(path, encoding), masks))
    except UnreadableDocumentError as error:
        return {"reason_code": error.reason_code, "detail": error.detail and told([error.detail])}


def _load(entry: Path) -> dict[str, Any] | None:
    try:
        known = json.loads(entry.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(known, dict) or set(known) not in _SHAPES:
        return None
    with suppress(OSError):
        if entry.stat().st_mtime < time.time() - _DAY:
            os.utime(entry)
    return known


def _store(entry: Path, known: dict[str, Any]) -> None:
    # Through a second file: a kill never leaves half an entry under the right name.
    temporary = entry.with_name(f"{entry.name}.{os.getpid()}")
    with suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
            temporary.replace(entry)
        finally:
            temporary.unlink(missing_ok=True)


_SHAPES = (set(DocumentText.__dataclass_fields__), {"reason_code", "detail"})
