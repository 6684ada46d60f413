"""A cell is a number only when it can be read in one way; the SQL is held against a grammar."""

import math
from random import Random

import pandas as pd
import pytest

from wenmai.inspect.columns import number_of

FEW = 100_000
SEPARATORS = ",，   \u2009\u202f"
PLAIN = {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)} | {"−": "-", "　": " "}
ALPHABET = "0123456789" * 3 + "..,,  ++--−eE，．０３９　\xa0\u2009\u202f²³¹①*†[]%_xnaif\t"


def digits(text, place):
    """Return where a run of digits ends."""
    while place < len(text) and text[place] in "0123456789":
        place += 1
    return place


def read(text):
    """Read a number by a scanner of its own; None when there is not exactly one reading."""
    text = "".join(PLAIN.get(mark, mark) for mark in text).strip(" \t\n\r\f")
    sign = -1 if text[:1] == "-" else 1
    body = text[1:] if text[:1] in ("+", "-") else text
    if body.lower() in {"nan", "inf", "infinity"}:
        return sign * float(body)
    mark = body[digits(body, 0) :][:1]
    said = grouped(body, mark) if mark and mark in ", \xa0\u2009\u202f" else decimal(body)
    return None if said is None else sign * float(said)


def grouped(body, mark):
    """Return the digits of a number with thousands marks, or None."""
    first, *groups = body.partition(".")[0].split(mark)
    fraction = body[len(first) + 4 * len(groups) :]
    right = 1 <= len(first) <= 3 and first[0] != "0" and digits(first, 0) == len(first)
    right &= all(len(group) == 3 == digits(group, 0) for group in groups)
    right &= fraction == "" or (fraction[0] == "." and digits(fraction, 1) == len(fraction))
    return first + "".join(groups) + fraction if right else None


def decimal(body):
    """Return a number without thousands marks, or None."""
    place = n_digits = digits(body, 0)
    if body[place : place + 1] == ".":
        end = digits(body, place + 1)
        n_digits += end - place - 1
        place = end
    if n_digits and body[place : place + 1] in ("e", "E"):
        start = place + 1 + (body[place + 1 : place + 2] in ("+", "-"))
        end = digits(body, start)
        place = end if end > start else 0
    return body if n_digits and place == len(body) else None


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
    random = Random(2026)
    shapes = ["{a},{b}", "{a} {b}", "{s}{a}.{b}", "{a}{m}{b}{m}{c}", "{s}{a}e{b}", "{s}0{m}{b}"]
    texts = []
    for number in range(FEW):
        if number % 2:
            texts.append("".join(random.choices(ALPHABET, k=random.randint(1, 9))))
            continue
        parts = {part: str(random.randint(0, 1200)).zfill(random.randint(1, 3)) for part in "abc"}
        mark, sign = random.choice(SEPARATORS), random.choice(["", "-", "+", "−", "+-"])
        text = random.choice(shapes).format(m=mark, s=sign, **parts)
        texts.append(text + random.choice(["", "", "", "²", " ", "*", "．5"]))
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
