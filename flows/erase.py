"""Erasure and retention as a Prefect flow: `wenmai.erasure`, whose refreshes are flows themselves.

What is older than the study keeps leaves the tables at every refresh; its bytes go here, as those
of people who asked for it do.
"""

from collections.abc import Iterable
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from flows.quiet import hush
from flows.refresh import refresh_settings, run
from wenmai.erasure import ErasureResult, erase
from wenmai.erasure.search import Searched
from wenmai.pipeline import RefreshRequest, RefreshResult
from wenmai.settings import Settings

ARTIFACT = "searched-files"


def keep_searched(searched: Iterable[Searched]) -> None:
    """Store the files that were searched, none of which names anybody, as a table artifact."""
    rows = [{"file": one.file, "bytes searched": one.bytes_searched} for one in searched]
    create_table_artifact(
        key=ARTIFACT, table=rows, description="Nobody who asked to be erased is in these files."
    )


@flow(
    name="erase",
    description="Who asked for it, and what is too old, goes down to the bytes; then the proof.",
    persist_result=False,
)
def erase_flow(*, landing: list[str] | None = None) -> ErasureResult:
    """Carry out every request to erase, and clear the bytes of what was deleted before.

    Parameters
    ----------
    landing : list of str, optional
        Folders to read instead of those of the environment.

    Returns
    -------
    ErasureResult

    Raises
    ------
    WenmaiError
        As `wenmai.erasure.erase`; the run fails, and nothing counts as erased.
    """
    hush()

    def refresh(settings: Settings, request: RefreshRequest, **_: Any) -> RefreshResult:
        return run(settings, request)

    result = erase(refresh_settings(landing), refresh_with=refresh)
    keep_searched(result.searched)
    get_run_logger().info(
        "%s requests carried out, %s releases removed, %s bytes searched; %s",
        result.new_requests,
        len(result.releases_removed),
        result.bytes_searched,
        result.report.name,
    )
    return result
