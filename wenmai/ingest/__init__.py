"""Study folders become rows of schema raw, in one transaction.

``ingest`` writes, ``fingerprint`` (in its module) says whether there is anything to write, and
``raw_tables`` holds every table of the schema.
"""

from typing import TYPE_CHECKING, Any

from wenmai.ingest.report import FileIngested, IngestReport

if TYPE_CHECKING:
    from wenmai.ingest.run import ingest

__all__ = ["FileIngested", "IngestReport", "ingest"]


def __getattr__(name: str) -> Any:
    # DuckDB and Arrow take half a second to import: who only wants the report does not wait.
    if name == "ingest":
        from wenmai.ingest.run import ingest  # noqa: PLC0415

        return ingest
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
