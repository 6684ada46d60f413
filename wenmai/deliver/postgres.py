"""Deliver a release to PostgreSQL: a new schema in one transaction, swapped in by rename.

Readers see one whole release at any moment: the schema is filled and committed under another name;
a second transaction renames old and new. What is killed between the two leaves a filled schema
that nobody reads, which the next delivery removes.
"""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wenmai.deliver.postgres_errors import in_one_sentence, place_of
from wenmai.errors import WenmaiError
from wenmai.publish.described import Described, DescribedTable, describe_file
from wenmai.publish.release import Release
from wenmai.sentences import Sentence, side_by_side
from wenmai.settings import Settings
from wenmai.sql_text import identifier, literal
from wenmai.words import SYNTHETIC

if TYPE_CHECKING:
    import asyncpg
    import duckdb

BUSY = Sentence("deliver.busy", "schema")
WAIT = Sentence("deliver.wait")
OWNED = Sentence("deliver.owned", "schema", "owner")
BE_OWNER = Sentence("deliver.be_owner")
FOREIGN = Sentence("deliver.foreign", "schema")
ANOTHER_NAME = Sentence("deliver.another_name")
NO_ROLE = Sentence("deliver.no_role", "role")
IN_USE = Sentence("deliver.in_use", "name", "reason", "schema")
STILL_READ = Sentence("deliver.still_read", "name")
BATCH = 20_000
CONNECT_SECONDS = 10
DROP_WAIT = "5s"  # of a reader that is still in the old schema; else the next delivery removes it
OURS = "wenmai release "  # how the comment of a schema begins that a delivery made
LONGEST_KEY = 1500  # bytes: an entry of a PostgreSQL index may have 2,704
# DuckDB type → PostgreSQL type; what is not here is handed over as text
TYPES = {
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DOUBLE": "double precision",
    "VARCHAR": "text",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


@dataclass(frozen=True)
class Delivery:
    """What was delivered.

    Parameters
    ----------
    place : str
        Host, database and schema, without a password.
    tables, rows : int
    warnings : tuple of str
        What did not stop it: a schema that readers still hold, a role that could not be made.
    """

    place: str
    tables: int
    rows: int
    warnings: tuple[str, ...] = ()


def deliver_to_postgres(settings: Settings, release: Release) -> Delivery:
    """Copy all tables of a release into a schema of a PostgreSQL database.

    Parameters
    ----------
    settings : Settings
        ``postgres`` is an address such as ``postgresql://user@host/database``; the password may
        stand in ``PGPASSWORD`` or ``~/.pgpass``. ``postgres_schema`` is the schema's name,
        ``postgres_reader`` a role that may read it.
    release : Release

    Returns
    -------
    Delivery

    Raises
    ------
    WenmaiError
        One sentence: the server does not answer, refuses the password, lacks the database or the
        space, or the schema is somebody else's.
    """
    # a flow of Prefect may run this where an event loop is running already
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, _deliver(settings, release)).result()


async def _deliver(settings: Settings, release: Release) -> Delivery:
    import duckdb  # noqa: PLC0415

    address, schema = settings.postgres or "", settings.postgres_schema
    with in_one_sentence(address, schema):
        connection = await _connect(address, settings.postgres_password)
        try:
            await _one_at_a_time(connection, schema)
            await _refuse_foreign_schema(connection, schema)
            with duckdb.connect(str(release.serving_copy), read_only=True) as file:
                described = describe_file(file)
                async with connection.transaction():
                    warnings = await _fill(connection, file, described, settings, release)
            await swap(connection, schema, release.release_id)
            warnings += await _drop_left_over(connection, schema)
        finally:
            await connection.close(timeout=CONNECT_SECONDS)
    rows = sum(table.rows for table in described.tables)
    return Delivery(place_of(address, schema), len(described.tables), rows, tuple(warnings))


async def _connect(address: str, password: str | None) -> "asyncpg.Connection":
    import asyncpg  # noqa: PLC0415

    return await asyncpg.connect(
        address,
        password=password,
        timeout=CONNECT_SECONDS,
        server_settings={
            "application_name": "wenmai",
            "client_min_messages": "warning",
        },
    )


async def _one_at_a_time(connection: "asyncpg.Connection", schema: str) -> None:
    """Two warehouses that deliver into one schema would undo each other's work."""
    query = "select pg_try_advisory_lock(hashtext('wenmai'), hashtext($1))"
    if not await connection.fetchval(query, schema):
        raise WenmaiError(BUSY(schema=schema), hint=WAIT())


async def _refuse_foreign_schema(connection: "asyncpg.Connection", schema: str) -> None:
    row = await connection.fetchrow(
        "select obj_description(oid, 'pg_namespace') as said, pg_get_userbyid(nspowner) as owner, "
        "pg_has_role(nspowner, 'usage') as is_mine from pg_namespace where nspname = $1",
        schema,
    )
    if row is None:
        return
    if not row["is_mine"]:
        raise WenmaiError(OWNED(schema=schema, owner=row["owner"]), hint=BE_OWNER())
    if not (row["said"] or "").startswith(OURS):
        raise WenmaiError(FOREIGN(schema=schema), hint=ANOTHER_NAME())


def coming(schema: str, release_id: str) -> str:
    """Return the name under which a release is filled, and kept when it has been replaced."""
    # names have 63 bytes
    return f"{schema[:30]}_{release_id.lower().replace('-', '_')}"


async def _fill(
    connection: "asyncpg.Connection",
    file: "duckdb.DuckDBPyConnection",
    described: Described,
    settings: Settings,
    release: Release,
) -> list[str]:
    """Make the new schema, with tables, keys, comments and rights."""
    schema = coming(settings.postgres_schema, release.release_id)
    await connection.execute(f"drop schema if exists {identifier(schema)} cascade")
    await connection.execute(f"create schema {identifier(schema)}")
    for table in described.tables:
        columns = ", ".join(
            f"{identifier(column.name)} {TYPES.get(column.kind, 'text')}"
            for column in table.columns
        )
        await connection.execute(f"create table {identifier(schema, table.name)} ({columns})")
        await connection.copy_records_to_table(
            table.name,
            schema_name=schema,
            columns=[column.name for column in table.columns],
            records=_records(file, table),
        )
    await connection.execute(";".join(_constraints(file, schema, described)))
    await connection.execute(";".join(_comments(schema, described, release)))
    return await _grant(connection, schema, settings.postgres_reader)


def _records(file: "duckdb.DuckDBPyConnection", table: DescribedTable) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as PostgreSQL takes them: a text of its cannot hold the character NUL."""
    values = ", ".join(
        identifier(column.name)
        if column.kind in TYPES and column.kind != "VARCHAR"
        else f"replace({identifier(column.name)}::varchar, chr(0), '')"
        for column in table.columns
    )
    found = file.execute(f"select {values} from {identifier(table.schema, table.name)}")
    while rows := found.fetchmany(BATCH):
        yield from rows


def _constraints(
    file: "duckdb.DuckDBPyConnection", schema: str, described: Described
) -> Iterator[str]:
    """Yield the primary keys: tools find their way by them."""
    for table in described.tables:
        if not table.key:
            continue
        length = " + ".join(f"strlen({identifier(name)}::varchar)" for name in table.key)
        relation = identifier(table.schema, table.name)
        (longest,) = file.execute(f"select max({length}) from {relation}").fetchone() or (0,)
        if (longest or 0) <= LONGEST_KEY:
            columns = ", ".join(identifier(name) for name in table.key)
            yield f"alter table {identifier(schema, table.name)} add primary key ({columns})"


def _comments(schema: str, described: Described, release: Release) -> Iterator[str]:
    synthetic = f". {side_by_side(SYNTHETIC())}" if described.synthetic else ""
    said = f"{OURS}{release.release_id}{synthetic}"
    yield f"comment on schema {identifier(schema)} is {literal(said)}"
    for table in described.tables:
        note = (
            f" {SYNTHETIC().text('zh')} ({', '.join(table.synthetic)})" if table.synthetic else ""
        )
        place = identifier(schema, table.name)
        yield f"comment on table {place} is {literal(table.description + note)}"
        for column in table.columns:
            text = f"{column.label_zh} · {column.description or column.label_en}"
            yield f"comment on column {place}.{identifier(column.name)} is {literal(text)}"


async def _grant(connection: "asyncpg.Connection", schema: str, reader: str | None) -> list[str]:
    """Let a role read the schema and nothing else; make it where that is allowed."""
    import asyncpg  # noqa: PLC0415

    if not reader:
        return []
    role = identifier(reader)
    if not await connection.fetchval("select true from pg_roles where rolname = $1", reader):
        try:
            async with connection.transaction():
                await connection.execute(f"create role {role} nologin")
        except asyncpg.InsufficientPrivilegeError:
            return [NO_ROLE(role=reader)]
    await connection.execute(
        f"grant usage on schema {identifier(schema)} to {role}; "
        f"grant select on all tables in schema {identifier(schema)} to {role}"
    )
    return []


async def swap(connection: "asyncpg.Connection", schema: str, release_id: str) -> None:
    """Let the filled schema take the name that readers use, in one transaction.

    Parameters
    ----------
    connection : asyncpg.Connection
    schema : str
        The name that readers use.
    release_id : str
        Of the release that was filled.
    """
    async with connection.transaction():
        said = await connection.fetchval(
            "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = $1",
            schema,
        )
        if said is not None:
            before = re.sub(r"\W.*", "", said.removeprefix(OURS).replace("-", "_"))
            # the same release once more stands aside under another name
            old = f"{coming(schema, before)}_old"
            await connection.execute(f"drop schema if exists {identifier(old)} cascade")
            await connection.execute(
                f"alter schema {identifier(schema)} rename to {identifier(old)}"
            )
        new = coming(schema, release_id)
        await connection.execute(f"alter schema {identifier(new)} rename to {identifier(schema)}")


async def _drop_left_over(connection: "asyncpg.Connection", schema: str) -> list[str]:
    """Remove replaced and unfinished schemas, unless somebody needs them."""
    import asyncpg  # noqa: PLC0415

    rows = await connection.fetch(
        "select nspname from pg_namespace where nspname ~ $1 and pg_has_role(nspowner, 'usage') "
        "and obj_description(oid, 'pg_namespace') like $2 order by 1",
        rf"^{re.escape(schema[:30])}_\d{{8}}t\d{{6}}z_[0-9a-f]+(_old)?$",
        f"{OURS}%",
    )
    warnings: list[str] = []
    for (name,) in rows:
        try:
            async with connection.transaction():
                await connection.execute(f"set local lock_timeout = '{DROP_WAIT}'")
                tables = await connection.fetch(
                    "select tablename from pg_tables where schemaname = $1", name
                )
                # without cascade: somebody's view of it is not ours to remove
                for (table,) in tables:
                    await connection.execute(f"drop table {identifier(name, table)}")
                await connection.execute(f"drop schema {identifier(name)}")
        except asyncpg.DependentObjectsStillExistError as error:
            first = (error.detail or str(error)).splitlines()[0]
            warnings.append(IN_USE(name=name, reason=first, schema=schema))
        except asyncpg.LockNotAvailableError:
            warnings.append(STILL_READ(name=name))
    return warnings
