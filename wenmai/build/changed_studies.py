"""Compute what a Python model says only for the studies whose input has changed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from wenmai.build.versions import versions
from wenmai.installed import PACKAGE_DIR, files_below
from wenmai.sql_text import literal

if TYPE_CHECKING:
    import duckdb

HASH_COLUMN = "_input_hash"
LOAD_COLUMN = "_load_id"  # when a row came, not what it says
# what shows and asks for results cannot move one
_NOT_COMPUTING = {"atlas", "cli", "inspect", "project", "publish"}


def compute_changed_studies(
    dbt: Any,
    session: "duckdb.DuckDBPyConnection",
    inputs: Mapping[str, "duckdb.DuckDBPyRelation"],
    compute: Callable[[Mapping[str, "duckdb.DuckDBPyRelation"]], Any],
) -> "duckdb.DuckDBPyRelation":
    """Return the rows of all studies, computing those anew whose input differs from last time.

    The last result is the table that the model is about to replace. A study's rows are taken over
    from it when everything they depend on is the same: the rows of all inputs, the code of the
    package, and the versions of the libraries. What a study says must therefore not depend on
    other studies.

    Parameters
    ----------
    dbt : dbt's context of a Python model
        ``dbt.this`` is the model's table.
    session : duckdb.DuckDBPyConnection
        Of the model.
    inputs : mapping of str to DuckDBPyRelation
        What the model depends on. Relations with a column ``study_code`` are handed over with the
        rows of the changed studies; all others belong to every study.
    compute : callable
        Takes the inputs, their rows sorted by all columns, and returns a DataFrame or
        Arrow table with a column ``study_code``.

    Returns
    -------
    DuckDBPyRelation
        With the column ``_input_hash`` (sha256) added.

    Examples
    --------
    >>> compute_changed_studies(  # doctest: +SKIP
    ...     dbt, session, {"cells": dbt.ref("cells")}, lambda changed: model(changed["cells"].df())
    ... )
    """
    inputs = {name: _without_load(relation) for name, relation in inputs.items()}
    hashes = input_hashes(session, inputs)
    known = _known_hashes(session, str(dbt.this))
    kept = {study: code for study, code in hashes.items() if known.get(study) == {code}}
    changed = sorted(set(hashes) - set(kept))
    if not kept:
        return _with_hashes(session, compute(_in_order(inputs)), hashes)
    rows = session.sql(f"select * from {dbt.this}").filter(_among(kept))
    if not changed:
        return rows
    narrowed = {
        name: relation.filter(_among(changed)) if "study_code" in relation.columns else relation
        for name, relation in inputs.items()
    }
    return rows.union(_with_hashes(session, compute(_in_order(narrowed)), hashes))


def input_hashes(
    session: "duckdb.DuckDBPyConnection", inputs: Mapping[str, "duckdb.DuckDBPyRelation"]
) -> dict[str, str]:
    """Return the sha256 of everything that the result of each study depends on.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    inputs : mapping of str to DuckDBPyRelation
        As of :func:`compute_changed_studies`; the order of their rows does not count.

    Returns
    -------
    dict of str to str
        Study to hash; every study of any input.
    """
    shared: list[object] = [code_hash(), sorted(versions().items())]
    own: dict[str, list[object]] = {}
    for name, relation in sorted(inputs.items()):
        group = "study_code" if "study_code" in relation.columns else "null"
        # DuckDB's hash is 64 bits wide; the sum over all rows does not depend on their order
        found = session.execute(
            f"select {group}, count(*), sum(hash(row_of_input))::varchar"
            f" from ({relation.sql_query()}) as row_of_input group by all"
        ).fetchall()
        for study, *said in found:
            (shared if group == "null" else own.setdefault(study, [])).append([name, *said])
    return {
        study: hashlib.sha256(json.dumps([shared, said]).encode()).hexdigest()
        for study, said in own.items()
    }


@cache
def code_hash() -> str:
    """Return the sha256 of the package's code, without what only shows results."""
    digest = hashlib.sha256()
    for place, file in files_below(PACKAGE_DIR, {".py"}).items():
        if place.partition("/")[0] not in _NOT_COMPUTING:
            digest.update(f"{place}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def last_result(
    session: "duckdb.DuckDBPyConnection", table: str, column: str
) -> "duckdb.DuckDBPyRelation | None":
    """Return the table that a Python model is about to replace.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Of the model.
    table : str
        ``str(dbt.this)``.
    column : str
        One that only the table as it is made today has.

    Returns
    -------
    DuckDBPyRelation or None
        None when there is no such table, or when it lacks the column.
    """
    # asked beforehand: a statement that fails would end the transaction
    has_column = session.execute(
        "select count(*) from duckdb_columns() where column_name = ? and"
        " concat_ws('.', database_name, schema_name, table_name) = ?",
        [column, table.replace('"', "")],
    ).fetchone()
    return session.sql(f"select * from {table}") if has_column == (1,) else None


def _known_hashes(session: "duckdb.DuckDBPyConnection", table: str) -> dict[str, set[str]]:
    """Return the hashes of the studies in the table as it stands; none when there is no such."""
    rows = last_result(session, table, HASH_COLUMN)
    if rows is None:
        return {}
    known: dict[str, set[str]] = {}
    for study, code in rows.select("study_code", HASH_COLUMN).distinct().fetchall():
        known.setdefault(study, set()).add(code)
    return known


def _with_hashes(
    session: "duckdb.DuckDBPyConnection", rows: Any, hashes: Mapping[str, str]
) -> "duckdb.DuckDBPyRelation":
    """Add the column of hashes to what was computed."""
    import pyarrow as pa  # noqa: PLC0415

    columns = {"study_code": list(hashes), HASH_COLUMN: list(hashes.values())}
    types = pa.schema([(name, pa.string()) for name in columns])
    session.register("_computed_rows", rows)
    session.register("_computed_hashes", pa.table(columns, schema=types))
    return session.sql(
        f"select computed.*, hashes.{HASH_COLUMN} from _computed_rows as computed"
        " left join _computed_hashes as hashes on computed.study_code = hashes.study_code"
    )


def _in_order(
    inputs: Mapping[str, "duckdb.DuckDBPyRelation"],
) -> dict[str, "duckdb.DuckDBPyRelation"]:
    """Sort the rows of all inputs by all their columns.

    A table's rows come in the order in which threads wrote them, and a sum of floats, the first
    of equals or a drawn sample follows that order: the same input would give other results.
    """
    return {name: relation.order("all") for name, relation in inputs.items()}


def _without_load(relation: "duckdb.DuckDBPyRelation") -> "duckdb.DuckDBPyRelation":
    """Leave out what is another at each refresh."""
    kept = [column for column in relation.columns if column != LOAD_COLUMN]
    return relation if len(kept) == len(relation.columns) else relation.select(*kept)


def _among(studies: Any) -> str:
    return f"study_code in ({', '.join(map(literal, sorted(studies)))})"
