"""A cell is a number only when it can be read in one way; the SQL is held against a grammar."""

import math

import pandas as pd
import pytest

from benchmarks.number_grammar import read
from benchmarks.number_grammar import texts as number_texts
from wenmai.inspect.columns import number_of

FEW = 100_000


@pytest.fixture(scope="module")
def parsed(compiled_models):
    """Return a function: texts → what the warehouse reads."""

    def ask(texts):
        frame = pd.DataFrame({"distance_text": pd.Series(texts, dtype="object")})
        others = (
            *("study_code", "network_code", "source_file", "sheet_name", "row_number", "unit_a"),
            *("unit_b", "reader_issue", "reader_detail", "column_label"),
        )
        for name in others:
            frame[name] = range(len(frame)) if name == "row_number" else "x"
        con = compiled_models.run({"network_distances": frame}, ["stg_networks__distances"])
        rows = con.execute(
            "select row_number, distance from staging.stg_networks__distances order by 1"
        ).fetchall()
        assert len(rows) == len(texts)
        return [value for _, value in rows]

    return ask


def same(one, other):
    if one is None or other is None:
        return one is other
    return one == other or (math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize(
    "text",
    [
        *("²", "1234²", "5³", "1 000,000", "0,123", "00,123", "-0,123", "+-1", "1,5", "1,23,456"),
        *("1234①", "12*", "1_000", "0x1F", "1,234 567", "--1", "1.2.3", "e5", ".", "", "1e"),
        *("１２³", "-0,5", "1234[1]", "5%"),
    ],
)
def test_what_has_no_or_several_readings_is_no_number(parsed, text):
    assert parsed([text]) == [None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1,234.5", 1234.5), ("１，２３４", 1234), ("1 234", 1234), ("−3", -3), ("5e-3", 0.005)),
        *(("1\u2009234\u2009567", 1234567), (" 007 ", 7), ("+.5", 0.5), ("5.", 5)),
    ],
)
def test_what_has_one_reading_is_read(parsed, text, value):
    assert parsed([text]) == [value]


def test_minus_nothing_is_nothing(parsed):
    found = parsed(["-0", "−0.0", "-0e5", "0"])
    assert [math.copysign(1, value) for value in [*found, number_of("-0")]] == [1.0] * 5


def test_the_sql_reads_what_a_grammar_of_its_own_reads(parsed):
    texts = list(number_texts(FEW, 2026))
    found = parsed(texts)
    wrong = [
        (text, value, read(text))
        for text, value in zip(texts, found, strict=True)
        if not same(value, read(text))
    ]
    assert not wrong[:20]
    # what `wenmai inspect` takes for a number is what the warehouse takes for one
    others = [
        (text, value, number_of(text))
        for text, value in zip(texts, found, strict=True)
        if not same(value, number_of(text))
    ]
    assert not others[:20]
    # both kinds are there in numbers
    assert sum(value is not None for value in found) > FEW / 10
    assert sum(value is None for value in found) > FEW / 10
