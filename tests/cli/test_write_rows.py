"""What `wenmai sql` shows is what the query says: no column and no digit is left out."""

import io

import duckdb
import pytest
from rich.console import Console

from wenmai.cli.write_rows import write_table

WIDE = ", ".join(f"{10**9 + n} as a_column_{n:02}" for n in range(30))


@pytest.fixture
def shown():
    """Return a function that shows a query on a screen of a width."""

    def show(query, width=120, limit=50):
        stream = io.StringIO()
        console = Console(file=stream, width=width, highlight=False)
        with duckdb.connect() as connection:
            write_table(connection.execute(query), console, limit)
        return stream.getvalue()

    return show


def test_what_is_too_wide_has_a_line_for_every_value(shown):
    text = shown(f"select {WIDE}")
    lines = {line.split()[0]: line.split()[1] for line in text.splitlines() if "a_column" in line}
    assert lines == {f"a_column_{n:02}": str(10**9 + n) for n in range(30)}
    assert "30 columns do not fit into 120 characters" in text


def test_ranks_of_two_digits_stay_whole_at_every_width(shown):
    ranks = (
        "select range as rank_in_year, '辽宁省沈阳市' || range as unit_name_zh from range(9, 15)"
    )
    for width in range(20, 60, 3):
        text = shown(ranks, width)
        for rank in range(9, 15):
            assert str(rank) in text.split(), (width, rank)
            assert f"辽宁省沈阳市{rank}" in text, (width, rank)


def test_long_texts_go_on_in_the_next_line(shown):
    text = shown("select 1 as n, repeat('word ', 60) as long_text", width=60)
    assert text.count("word") == 60
    assert "do not fit" not in text


def test_rounded_fractions_are_said(shown):
    assert "rounded to 6 decimals" in shown("select 1e0 / 3 as third")
    assert "rounded" not in shown("select 0.25e0 as quarter, 2 as two")


def test_no_rows_show_their_columns(shown):
    assert "a_column_29" in shown(f"select {WIDE} where 1 = 0")
