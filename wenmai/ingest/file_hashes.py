"""sha256 of files, remembered by path, size and times so that unchanged files are not read."""

import hashlib
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# A file changed this shortly before it was read may change again within one tick of the file
# system's clock and keep its times: it is not remembered yet.
_SETTLED_AFTER_NS = 2_000_000_000


def file_hashes(paths: Iterable[Path], cache_file: Path) -> dict[Path, str]:
    """Hash files, reading only those that changed since they were last hashed.

    Parameters
    ----------
    paths : iterable of Path
        Existing files.
    cache_file : Path
        JSON made and updated here; missing, unreadable or unwritable is no error, only slower.

    Returns
    -------
    dict
        Path → sha256 as hexadecimal text, in the order given.

    Raises
    ------
    OSError
        When a file cannot be read.
    """
    remembered = _read(cache_file)
    hashes: dict[Path, str] = {}
    news: dict[str, list[object]] = {}
    for path in paths:
        status = path.stat()
        key = str(path.absolute())
        identity = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        known = remembered.get(key)
        if known is not None and known[:3] == identity:
            hashes[path] = str(known[3])
            continue
        hashes[path] = sha256_of(path)
        if max(identity[1:]) < time.time_ns() - _SETTLED_AFTER_NS:
            news[key] = [*identity, hashes[path]]
    if news:
        kept = {key: value for key, value in remembered.items() if Path(key).exists()}
        _write(cache_file, {**kept, **news})
    return hashes


def sha256_of(path: Path) -> str:
    """Hash one file in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(cache_file: Path) -> dict[str, list[object]]:
    try:
        content = json.loads(cache_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        key: value for key, value in content.items() if isinstance(value, list) and len(value) == 4
    }


def _write(cache_file: Path, content: dict[str, list[object]]) -> None:
    # Through a second file: a reader, or a kill, never meets half a cache.
    temporary = cache_file.with_name(f"{cache_file.name}.{os.getpid()}")
    with suppress(OSError):
        cache_file.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(json.dumps(content), encoding="utf-8")
            temporary.replace(cache_file)
        finally:
            temporary.unlink(missing_ok=True)
