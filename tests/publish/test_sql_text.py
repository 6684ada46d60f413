"""Whatever a text holds, DuckDB reads it back from the SQL as it was."""

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wenmai.sql_text import identifier, literal

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


@settings(deadline=None)
@given(text=TEXTS)
@example(text="Daxing'anling")
@example(text="'; drop table t; --")
@example(text="{x} %s \\' $1 ?")
def test_a_literal_is_read_back_as_it_was(connection, text):
    assert connection.execute(f"select {literal(text)}").fetchone() == (text,)


@settings(deadline=None)
@given(name=TEXTS.filter(bool))
@example(name='say "hi"')
@example(name="select")
@example(name="a.b")
def test_an_identifier_names_what_it_was_made_of(connection, name):
    connection.execute(f"select 1 as {identifier(name)}")
    assert [column[0] for column in connection.description] == [name]


def test_names_joined_by_dots_find_a_table_in_its_schema(connection):
    table = identifier("odd.schema", 'a "table"')
    connection.execute(f"create schema {identifier('odd.schema')}")
    connection.execute(f"create table {table} as select 7 as n")
    assert connection.execute(f"select n from {table}").fetchone() == (7,)


@pytest.mark.parametrize("write", [literal, identifier])
def test_a_text_that_would_cut_the_statement_short_is_refused(write):
    with pytest.raises(ValueError, match="NUL character; pass it to DuckDB as a parameter"):
        write("a\0b")
