"""What the commands that list something say to other programs: JSON, whole and by its codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wenmai.cli.write_rows import as_json
from wenmai.sentences import in_both

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.pipeline import RefreshEntry
    from wenmai.publish.release import Release
    from wenmai.settings import Settings


def write(said: Any) -> None:
    """Write one value on standard output, Chinese readable.

    Examples
    --------
    >>> write([{"code": "gdp", "name": "地区生产总值"}])
    [
      {
        "code": "gdp",
        "name": "地区生产总值"
      }
    ]
    """
    json.dump(_plain(said), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return as_json(value)


def release_record(release: Release, *, is_current: bool) -> dict[str, Any]:
    """Return what `wenmai releases --json` says of one release."""
    return {
        "release_id": release.release_id,
        "created_at": release.created_at,
        "tables": len(release.tables),
        "rows": sum(table.rows for table in release.tables),
        "is_current": is_current,
    }


def releases(settings: Settings) -> list[dict[str, Any]]:
    """Return the releases on disk, the newest first."""
    from wenmai.publish import current_release, list_releases

    current = current_release(settings)
    seen = current.release_id if current else None
    return [
        release_record(one, is_current=one.release_id == seen) for one in list_releases(settings)
    ]


def refresh_record(entry: RefreshEntry, status: str) -> dict[str, Any]:
    """Return what `wenmai status --json` says of one refresh."""
    return {
        "release_id": entry.release_id,
        "status": status,
        "started_at": entry.started_at,
        "finished_at": entry.finished_at,
        "trigger": entry.trigger,
        "message": in_both(entry.said),
    }


def ask(connection: DuckDBPyConnection, table: str, studies: Sequence[str] | None) -> Any:
    """Ask for a quality table, of some studies or of all."""
    return connection.execute(
        f"select * from quality.{table} where $1 is null or list_contains($1, study_code)"
        " order by all",
        [list(studies) if studies else None],
    )


def records(result: Any) -> list[dict[str, Any]]:
    """Return the rows of a result as objects."""
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
