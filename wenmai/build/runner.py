"""Run dbt in this process: its command line costs ten seconds of imports, this one second."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from wenmai.build.close import close_build_file
from wenmai.build.report import BuildReport, NodeResult, Severity
from wenmai.errors import WenmaiError
from wenmai.settings import Settings

COUNTED = {"table", "seed", "incremental"}
SEVERITY: dict[str, Severity] = {
    "error": "error",
    "fail": "error",
    "runtime error": "error",
    "partial success": "error",
    "warn": "warn",
}


def run_dbt(
    settings: Settings,
    *,
    full_refresh: bool = False,
    select: Sequence[str] = (),
    untested: Sequence[str] = (),
    on_node: Callable[[NodeResult], None] | None = None,
) -> BuildReport:
    """Build all seeds, models and tests into the private file, then let go of it.

    A failed node does not raise here: `wenmai.build.gate` judges the report.

    Parameters
    ----------
    settings : Settings
    full_refresh : bool
        Rebuild incremental models and seeds from nothing.
    select : sequence of str
        dbt selectors; empty means the whole project.
    untested : sequence of str
        Domains whose data tests are left out: no study uses them, so their tables are empty and
        every test on them would cost its time for nothing.
    on_node : callable, optional
        Called with a `NodeResult` as each node ends, from dbt's worker threads.

    Returns
    -------
    BuildReport

    Raises
    ------
    WenmaiError
        When dbt could not start (a model does not parse, the file is locked), or when the
        private file could not be closed.

    Examples
    --------
    >>> report = run_dbt(Settings.from_env(), select=["dim_units"])  # doctest: +SKIP
    >>> report.nodes[0].rows  # doctest: +SKIP
    50
    """
    # dbt takes a second to import: an unchanged refresh must not pay for it
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    started = time.perf_counter()
    work = settings.build_file.parent
    log_file = work / "logs" / "dbt.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    watch = _Watch(on_node)
    with _surroundings(settings.build_file):
        try:
            outcome = dbtRunner(callbacks=[watch]).invoke(
                _arguments(
                    settings, work, full_refresh=full_refresh, select=select, untested=untested
                )
            )
        finally:
            close_build_file(settings.build_file)
    results = getattr(outcome.result, "results", None)
    if results is None:
        raise WenmaiError(
            f"dbt could not build the models: {_first_words(outcome.exception)}",
            hint=f"See {log_file}.",
        ) from outcome.exception
    nodes = tuple(_from_result(result, watch.rows) for result in results)
    return BuildReport(nodes, time.perf_counter() - started, log_file)


def _arguments(
    settings: Settings,
    work: Path,
    *,
    full_refresh: bool,
    select: Sequence[str],
    untested: Sequence[str],
) -> list[str]:
    """Return dbt's command line: quiet, offline, and writing only below home/build."""
    arguments = [
        *("--log-level", "none", "--log-level-file", "info", "--no-use-colors-file"),
        *("--no-send-anonymous-usage-stats", "--no-version-check"),
        # unit tests speak of the code, not of the data: tests/test_dbt_unit_tests.py runs them
        *("build", "--exclude-resource-type", "unit_test"),
        *("--project-dir", str(settings.project_dir)),
        *("--profiles-dir", str(settings.project_dir)),
        *("--target-path", str(work / "target"), "--log-path", str(work / "logs")),
    ]
    if full_refresh:
        arguments.append("--full-refresh")
    if select:
        arguments += ["--select", *select]
    if untested:
        arguments += ["--exclude", *(tests for domain in untested for tests in _tests_of(domain))]
    return arguments


def _tests_of(domain: str) -> list[str]:
    """Return the selectors of a domain's data tests, which stand beside its models."""
    layers = ("staging", "intermediate", "marts")
    folders = [
        *(f"models/{layer}/{domain}" for layer in layers),
        f"python_models/{domain}",
        f"tests/{domain}",
    ]
    return [f"resource_type:test,path:{folder}" for folder in folders]


@contextmanager
def _surroundings(build_file: Path) -> Iterator[None]:
    """Name the private file for the dbt profile; put the environment back afterwards."""
    before, folder = os.environ.get("WENMAI_BUILD_FILE"), Path.cwd()
    os.environ["WENMAI_BUILD_FILE"] = str(build_file)
    try:
        yield
    finally:
        os.chdir(folder)  # dbt moves into the project
        if before is None:
            os.environ.pop("WENMAI_BUILD_FILE", None)
        else:
            os.environ["WENMAI_BUILD_FILE"] = before


class _Watch:
    """Turns dbt's events into node results and counts rows while the tables are at hand."""

    def __init__(self, on_node: Callable[[NodeResult], None] | None) -> None:
        self.on_node = on_node
        self.rows: dict[str, int] = {}

    def __call__(self, event: Any) -> None:
        if event.info.name != "NodeFinished":
            return
        info, outcome = event.data.node_info, event.data.run_result
        rows = outcome.num_failures if info.resource_type == "test" else None
        if info.materialized in COUNTED and outcome.status == "success":
            rows = _count_rows(info.node_relation.relation_name)
            if rows is not None:
                self.rows[info.unique_id] = rows
        if self.on_node is not None:
            self.on_node(
                NodeResult(
                    name=info.node_name,
                    resource_type=info.resource_type,
                    status=outcome.status,
                    seconds=outcome.execution_time,
                    rows=rows,
                    message=outcome.message,
                    severity=SEVERITY.get(outcome.status),
                )
            )


def _count_rows(relation: str) -> int | None:
    """Count a fresh table through dbt's own connection; a missing count is no error."""
    import duckdb  # noqa: PLC0415
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    connection = getattr(DuckDBConnectionManager._ENV, "conn", None)
    if connection is None:
        return None
    try:
        with connection.cursor() as cursor:
            (count,) = cursor.execute(f"select count(*) from {relation}").fetchone()
    except duckdb.Error:
        return None
    return cast(int, count)


def _from_result(result: Any, rows: dict[str, int]) -> NodeResult:
    """Read one of dbt's run results."""
    node, status = result.node, str(result.status)
    is_test = node.resource_type == "test"
    return NodeResult(
        name=node.name,
        resource_type=str(node.resource_type),
        status=status,
        seconds=result.execution_time,
        rows=result.failures if is_test else rows.get(node.unique_id),
        message=result.message or "",
        severity=SEVERITY.get(status),
        description=getattr(node, "description", "") or "",
        file=node.original_file_path,
    )


def _first_words(error: BaseException | None) -> str:
    """Return the first lines of an error, on one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:4]) or "no reason given"
