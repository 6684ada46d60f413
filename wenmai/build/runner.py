"""Build and test the private file: dbt's graph and SQL, executed on one connection."""

import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb

from wenmai.build.close import refuse_write_ahead_log
from wenmai.build.execute import Execution
from wenmai.build.project import Node, compiled_project
from wenmai.build.report import BuildReport, NodeResult
from wenmai.build.table_mill import TableMill
from wenmai.errors import WenmaiError
from wenmai.kit.often_said import CLOSE_AND_REFRESH
from wenmai.mill import mill_of
from wenmai.resources import bound
from wenmai.sentences import Sentence
from wenmai.settings import Settings

BUILD_FILE_NOT_OPENED = Sentence("warehouse.build_file_not_opened", "file", "reason")
NO_SUCH_MODEL = Sentence("warehouse.no_such_model", "names")


def build_tables(
    settings: Settings,
    *,
    select: Sequence[str] = (),
    is_tested: bool = True,
    on_node: Callable[[NodeResult], None] | None = None,
) -> BuildReport:
    """Make what has changed since the last build, ask all data tests, and let go of the file.

    A failed node does not raise here: `wenmai.build.gate` judges the report. What did not change
    counts as built; `NodeResult.status` tells it apart (``kept``).

    Parameters
    ----------
    settings : Settings
    select : sequence of str
        Names of models, with ``+`` before the name together with all they need; empty means the
        whole project.
    is_tested : bool
        Whether data tests are asked.
    on_node : callable, optional
        Called with a `NodeResult` as each node ends.

    Returns
    -------
    BuildReport

    Raises
    ------
    WenmaiError
        When the project does not compile, or the private file is locked or could not be closed.

    Examples
    --------
    >>> report = build_tables(Settings.from_env(), select=["dim_units"])  # doctest: +SKIP
    >>> report.nodes[0].rows  # doctest: +SKIP
    50
    """
    started = time.perf_counter()
    nodes = _chosen(compiled_project(settings), select)
    try:
        connection = duckdb.connect(str(settings.build_file))
    except duckdb.Error as error:
        raise WenmaiError(
            BUILD_FILE_NOT_OPENED(file=settings.build_file, reason=str(error).splitlines()[0]),
            hint=CLOSE_AND_REFRESH(),
        ) from error
    with connection:
        connection.execute("set enable_progress_bar = false")  # it is drawn on standard output
        bound(connection, settings)
        connection.execute("set TimeZone = 'UTC'")  # no row may depend on where the machine stands
        # one checkpoint at the end instead of one every few tables
        connection.execute("set checkpoint_threshold = '4GB'")
        mill = _table_mill(settings, nodes)
        execution = Execution(connection, settings.project_dir, on_node or (lambda _: None), mill)
        execution.build(nodes)
        if mill is not None and not any(result.is_failure for result in execution.results):
            mill.clear()
        if is_tested:
            execution.test(nodes)
        connection.execute("checkpoint")
    refuse_write_ahead_log(settings.build_file)
    queries = settings.build_file.parent / "failed"
    _write_failed(queries, nodes, execution.results)
    return BuildReport(tuple(execution.results), time.perf_counter() - started, queries)


def _table_mill(settings: Settings, nodes: Sequence[Node]) -> TableMill | None:
    """Return what makes large models on Spark, where the settings name a mill."""
    mill = mill_of(settings)
    if mill is None:
        return None
    return TableMill(
        mill,
        {node.key: node for node in nodes},
        lambda: {node.key: node.code for node in compiled_project(settings, target="spark")},
    )


def _write_failed(folder: Path, nodes: Sequence[Node], results: Sequence[NodeResult]) -> None:
    """Write the statements of what failed where the gate says they are, and no others."""
    failed = {result.name for result in results if result.is_failure}
    shutil.rmtree(folder, ignore_errors=True)
    for node in nodes:
        if node.name in failed and node.code:
            folder.mkdir(parents=True, exist_ok=True)
            ending = "py" if node.language == "python" else "sql"
            (folder / f"{node.name}.{ending}").write_text(node.code, encoding="utf-8")


def _chosen(nodes: Sequence[Node], select: Sequence[str]) -> list[Node]:
    """Return the selected nodes with the sources they read and the tests on them alone."""
    if not select:
        return list(nodes)
    by_key = {node.key: node for node in nodes}
    by_name = {node.name: node for node in nodes if node.kind in {"model", "seed"}}
    unknown = [name for name in select if name.lstrip("+") not in by_name]
    if unknown:
        raise WenmaiError(NO_SUCH_MODEL(names=", ".join(unknown)))
    chosen: set[str] = set()
    for name in select:
        node = by_name[name.lstrip("+")]
        chosen.add(node.key)
        if name.startswith("+"):
            chosen.update(_ancestors(node, by_key))
    return [
        node
        for node in nodes
        if node.key in chosen
        or node.kind == "source"
        or (node.kind == "test" and chosen.intersection(node.parents))
    ]


def _ancestors(node: Node, by_key: dict[str, Node]) -> Iterable[str]:
    waiting, found = list(node.parents), set()
    while waiting:
        key = waiting.pop()
        if key in by_key and key not in found:
            found.add(key)
            waiting += by_key[key].parents
    return found
