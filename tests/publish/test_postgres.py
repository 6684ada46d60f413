"""A release in PostgreSQL: whole, equal, explained, read-only; or a sentence that says why not."""

import asyncio
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import asyncpg
import duckdb
import pytest
from support.awaited import awaited
from support.postgres import PASSWORD, server

from wenmai.deliver import postgres
from wenmai.deliver.delivery import deliver, is_due
from wenmai.deliver.postgres import deliver_to_postgres
from wenmai.errors import WenmaiError
from wenmai.publish.release import Release

FIRST, SECOND = "20260101T060000Z-aaaaaa", "20260102T060000Z-bbbbbb"
TABLES = """
create schema marts;
create schema quality;
create table marts.dim_studies as select 'northeast' as study_code, '东北' as study_name_zh,
    'Northeast' as study_name_en, true as is_synthetic;
comment on table marts.dim_studies is 'One row per study. **Primary key**: study_code';
comment on column marts.dim_studies.study_code is 'Code of the study.';
create table marts.dim_units as select '220200' as unit_code, '吉林市' as unit_name_zh,
    date '2018-01-01' as since, '{0}' as _release_id;
create table marts.fct_innovation_index as select 'northeast' as study_code,
    number::integer as year, number / 252 as innovation_score, '{0}' as _release_id
from generate_series(1, 252) as numbers (number);
create table quality.fct_odd as select * from (values
    ('a''; drop', 'nan'::double, 9223372036854775807, timestamp '2024-02-29 01:02:03', null),
    ('x' || chr(0) || 'y', -1e-300::double, -1, null, 'NULL'),
    ('', null, 0, null, '\\N')) as odd (name, number, big, moment, said);
"""


@pytest.fixture(scope="module")
def port():
    with server() as port:
        yield port


@pytest.fixture
def settings(settings, port, monkeypatch, request):
    """Return settings that deliver into a schema of the test's own."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return replace(
        settings,
        postgres=f"postgresql://owner@127.0.0.1:{port}/postgres",
        postgres_schema=f"w_{sha256(request.node.name.encode()).hexdigest()[:10]}",
        postgres_reader="leser",
    )


@pytest.fixture
def released(tmp_path):
    """Return a function that makes a release of a few tables."""

    def make(release_id):
        release = Release(release_id, datetime(2026, 1, 1, tzinfo=UTC), tmp_path / release_id, ())
        release.folder.mkdir()
        with duckdb.connect(str(release.serving_copy)) as file:
            file.execute(TABLES.format(release_id))
        return release

    return make


def ask(settings, query, *, user="owner", password=PASSWORD):
    async def run():
        connection = await asyncpg.connect(settings.postgres, user=user, password=password)
        try:
            for part in query.split(";"):
                found = await connection.fetch(part)
            return [tuple(row) for row in found]
        finally:
            await connection.close()

    return awaited(run())


def shown_release(settings):
    query = f"select distinct _release_id from {settings.postgres_schema}.fct_innovation_index"
    return [release for (release,) in ask(settings, query)]


def test_every_table_arrives_with_all_its_rows_key_and_words(settings, released):
    release = released(FIRST)
    done = deliver_to_postgres(settings, release)
    schema = settings.postgres_schema
    assert (done.tables, done.rows, done.warnings) == (4, 257, ())
    with duckdb.connect(str(release.serving_copy), read_only=True) as file:
        for relation in (
            "marts.dim_studies",
            "marts.dim_units",
            "marts.fct_innovation_index",
            "quality.fct_odd",
        ):
            name = relation.split(".")[1]
            here = file.execute(f"select * from {relation}").fetchall()
            there = ask(settings, f"select * from {schema}.{name}")
            plain = [
                tuple(c.replace("\0", "") if isinstance(c, str) else c for c in r) for r in here
            ]
            assert sorted(map(repr, there)) == sorted(map(repr, plain)), name
    (said,) = ask(settings, f"select obj_description('{schema}'::regnamespace)")
    assert said[0].startswith(f"wenmai release {FIRST}. 合成数据")
    column = f"col_description('{schema}.dim_studies'::regclass, 1)"
    assert ask(settings, f"select {column}") == [("研究代码 · Code of the study.",)]
    keys = (
        f"select conrelid::regclass::text from pg_constraint where contype = 'p' "
        f"and connamespace = '{schema}'::regnamespace order by 1"
    )
    assert ask(settings, keys) == [(f"{schema}.dim_studies",)]


def test_the_reader_reads_and_does_nothing_else(settings, released):
    deliver_to_postgres(settings, released(FIRST))
    ask(settings, "alter role leser login password 'l'")
    query = f"select count(*) from {settings.postgres_schema}.fct_innovation_index"
    assert ask(settings, query, user="leser", password="l") == [(252,)]
    for forbidden in ("delete from {}.dim_units", "create table {}.mine (a int)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            ask(settings, forbidden.format(settings.postgres_schema), user="leser", password="l")


KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from wenmai.deliver import postgres
from wenmai.publish.release import Release
from wenmai.settings import Settings
async def die(*_):
    os._exit(9)
postgres.swap = die
folder = Path(sys.argv[1])
settings = Settings(folder, folder, (), postgres=sys.argv[2], postgres_schema=sys.argv[3])
postgres.deliver_to_postgres(settings, Release(folder.name, datetime.now(), folder, ()))
"""


def test_killed_between_the_transaction_and_the_rename_readers_see_one_whole_release(
    settings, released
):
    schema = settings.postgres_schema
    deliver_to_postgres(settings, released(FIRST))
    second = released(SECOND)
    arguments = [sys.executable, "-c", KILLED, str(second.folder), settings.postgres, schema]
    assert subprocess.run(arguments, check=False).returncode == 9
    assert shown_release(settings) == [FIRST]
    assert len(schemas(settings)) == 2
    deliver_to_postgres(settings, second)
    assert shown_release(settings) == [SECOND]
    assert schemas(settings) == [schema]


def schemas(settings):
    like = f"select nspname from pg_namespace where nspname like '{settings.postgres_schema}%'"
    return [name for (name,) in ask(settings, f"{like} order by 1")]


def test_who_reads_meanwhile_sees_whole_releases_and_no_error(settings, released):
    schema = settings.postgres_schema
    releases = [released(FIRST), released(SECOND)]
    deliver_to_postgres(settings, releases[0])
    is_done, seen, wrong = threading.Event(), [], []

    async def read():
        connection = await asyncpg.connect(settings.postgres)
        query = f"select count(*), min(_release_id), max(_release_id) from {schema}."
        while not is_done.is_set():
            for table, rows in (("fct_innovation_index", 252), ("dim_units", 1)):
                found = await connection.fetchrow(query + table)
                seen.append(found[1])
                if found[0] != rows or found[1] != found[2]:
                    wrong.append(found)
        await connection.close()

    async def several():
        await asyncio.gather(*(read() for _ in range(8)))

    readers = threading.Thread(target=lambda: _noting(several, wrong))
    readers.start()
    try:
        for turn in range(6):
            deliver_to_postgres(settings, releases[(turn + 1) % 2])
    finally:
        is_done.set()
        readers.join()
    assert not wrong
    assert set(seen) == {FIRST, SECOND}


def _noting(several, wrong):
    try:
        awaited(several())
    except Exception as error:
        wrong.append(error)


def test_what_others_built_on_an_earlier_release_is_kept_and_named(settings, released):
    schema = settings.postgres_schema
    deliver_to_postgres(settings, released(FIRST))
    view = f"create view public.v_{schema} as select count(*) as n from {schema}.dim_units"
    ask(settings, view)
    done = deliver_to_postgres(settings, released(SECOND))
    assert f"v_{schema}" in done.warnings[0]
    assert shown_release(settings) == [SECOND]
    assert ask(settings, f"select n from public.v_{schema}") == [(1,)]


def away(settings, _):
    return replace(settings, postgres="postgresql://owner@127.0.0.1:9/postgres")


def wrong_password(settings, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "another")
    return settings


def no_database(settings, _):
    return replace(settings, postgres=settings.postgres.replace("/postgres", "/nowhere"))


def no_address(settings, _):
    return replace(settings, postgres="mysql://somewhere/else")


def foreign_schema(settings, _):
    ask(
        settings, f"create role other; create schema {settings.postgres_schema} authorization other"
    )
    ask(
        settings, "create role plain login password 'p'; grant create on database postgres to plain"
    )
    return replace(settings, postgres=settings.postgres.replace("owner@", "plain:p@"))


def schema_of_another_kind(settings, _):
    ask(settings, f"create schema {settings.postgres_schema}")
    return settings


def no_right(settings, _):
    ask(settings, "create role guest login password 'g'")
    return replace(settings, postgres=settings.postgres.replace("owner@", "guest:g@"))


def full_disk(settings, monkeypatch):
    async def fill(*_):
        raise asyncpg.DiskFullError("could not extend file")

    monkeypatch.setattr(postgres, "_fill", fill)
    return settings


@pytest.mark.parametrize(
    ("make_wrong", "said"),
    [
        (away, "does not answer"),
        (wrong_password, "refuses owner: password authentication failed"),
        (no_database, "has no such database"),
        (no_address, "address of PostgreSQL is not one"),
        (foreign_schema, "belongs to other"),
        (schema_of_another_kind, "was not made by wenmai"),
        (no_right, "does not allow this to guest: permission denied"),
        (full_disk, "is full; it keeps the release before"),
    ],
)
def test_what_it_refuses_is_one_sentence_without_the_password(
    settings, released, monkeypatch, make_wrong, said
):
    release = released(FIRST)
    spoilt = make_wrong(settings, monkeypatch)
    with pytest.raises(WenmaiError, match=said) as raised:
        deliver(spoilt, release)
    assert raised.value.hint
    text = str(raised.value)
    assert "\n" not in text
    assert PASSWORD not in text
    assert ":p@" not in text
    assert is_due(spoilt, release), "the next refresh tries again"


def test_a_delivery_is_remembered(settings, released, monkeypatch):
    monkeypatch.delenv("PGPASSWORD")
    settings = replace(settings, postgres_password=PASSWORD)  # as a block of Prefect says it
    release = released(FIRST)
    assert is_due(settings, release)
    told = deliver(settings, release)
    assert "tables" in told[0]
    assert not is_due(settings, release)
    assert is_due(replace(settings, postgres_schema="elsewhere"), release)


def test_psql_reads_it(settings, released):
    deliver_to_postgres(settings, released(FIRST))
    query = f"select unit_name_zh from {settings.postgres_schema}.dim_units"
    command = ["psql", settings.postgres, "-At", "-c", query]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    assert done.stdout == "吉林市\n"
