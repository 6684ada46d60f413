"""Limits that a person sets hold every connection, and what does not fit goes to the disk."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.ingest.database import open_build_file
from wenmai.resources import bound
from wenmai.settings import Settings


def said(tmp_path: Path, **variables: str) -> Settings:
    return Settings.from_env({"WENMAI_HOME": str(tmp_path), **variables})


def test_limits_come_from_variables_and_from_the_warehouse(tmp_path):
    assert said(tmp_path).memory_limit is None
    (tmp_path / "wenmai.toml").write_text('memory_limit = "2GB"\ntemp_directory = "spill"\n')
    settings = said(tmp_path, WENMAI_MEMORY_LIMIT="1GB", WENMAI_THREADS="3")
    assert (settings.memory_limit, settings.threads) == ("1GB", 3)
    assert settings.temp_directory == tmp_path.resolve() / "spill"


@pytest.mark.parametrize(
    ("name", "value"),
    [("WENMAI_MEMORY_LIMIT", "much"), ("WENMAI_THREADS", "0"), ("WENMAI_THREADS", "two")],
)
def test_a_limit_that_is_none_is_refused_with_the_way_out(tmp_path, name, value):
    with pytest.raises(WenmaiError, match=value):
        said(tmp_path, **{name: value})


def test_a_build_beyond_its_memory_spills_and_gives_the_same_rows(tmp_path):
    """A sum over 1.5 million groups takes more than it may hold."""
    query = """
        select md5(cast(number as varchar)) as key, count(*) as n, sum(number) as total
        from range(1500000) as numbers(number)
        group by key
        order by key
    """
    free = duckdb.sql(f"select count(*), sum(total), max(key) from ({query})").fetchall()
    settings = replace(
        said(tmp_path), memory_limit="96MB", threads=1, temp_directory=tmp_path / "spill"
    )
    connection, _ = open_build_file(tmp_path / "build" / "wenmai.duckdb")
    with connection:
        bound(connection, settings)
        assert connection.sql("select current_setting('threads')").fetchall() == [(1,)]
        connection.execute("set temp_directory = ''")
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(f"create table held as {query}")
        bound(connection, settings)
        connection.execute(f"create table held as {query}")
        held = connection.sql("select count(*), sum(total), max(key) from held").fetchall()
    assert held == free


@pytest.mark.parametrize(("machine", "held"), [(24, 17.7), (8, 4.9), (4, 1.7), (2, 0.5)])
def test_of_a_small_machine_something_is_left_for_python(tmp_path, monkeypatch, machine, held):
    """DuckDB alone took four fifths, and the system ended the models that ran beside it."""
    monkeypatch.setattr("wenmai.resources.machine_bytes", lambda: machine * 10**9)
    with duckdb.connect() as connection:
        bound(connection, said(tmp_path))
        (limit,) = connection.sql("select current_setting('memory_limit')").fetchone()
    number, unit = limit.split()
    assert float(number) * {"GiB": 2**30, "MiB": 2**20}[unit] == pytest.approx(held * 1e9, rel=0.06)
