"""A cache of query results that forgets them when a release is published.

A refresh replaces the serving file by rename, so its inode and time tell releases apart. They
become part of every key: the first query after a publication finds nothing and asks the new file.
A query that was under way during the publication keeps its answer under the release it had opened.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cachelib.file import FileSystemCache
from current_release import file_mark
from flask import g, has_app_context


class ReleaseCache(FileSystemCache):
    """A cache in a folder, whose keys belong to one state of the serving file.

    Parameters
    ----------
    serving_file : Path
    **options
        Of `cachelib.file.FileSystemCache`.
    """

    def __init__(self, serving_file: Path, **options: Any) -> None:
        self.serving_file = serving_file  # first: the base class looks for files at once
        super().__init__(**options)

    def _get_filename(self, key: str) -> str:
        # every method of the base class comes by here; its own count of files has no release
        if key == self._fs_count_file:
            return super()._get_filename(key)
        opened = g.get("opened_release") if has_app_context() else None
        return super()._get_filename(f"{opened or file_mark(self.serving_file)}:{key}")


def make_cache(
    app: Any, config: Mapping[str, Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> ReleaseCache:
    """Return the cache for Flask-Caching, which calls this by its name in ``CACHE_TYPE``.

    Parameters
    ----------
    app, args, kwargs
        Given by Flask-Caching, not needed.
    config : mapping
        Holds ``CACHE_DIR``, ``CACHE_DEFAULT_TIMEOUT`` in seconds and ``CACHE_THRESHOLD``.

    Returns
    -------
    ReleaseCache
    """
    return ReleaseCache(
        Path(os.environ["WENMAI_SERVING_FILE"]),
        cache_dir=config["CACHE_DIR"],
        default_timeout=config["CACHE_DEFAULT_TIMEOUT"],
        threshold=config["CACHE_THRESHOLD"],
    )
