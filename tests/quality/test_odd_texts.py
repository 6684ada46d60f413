"""Whatever stands in a cell, a heading or a file's name: the house works, and nothing is lost."""

import csv

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.pipeline import RefreshRequest, read_log, refresh, sequence

ODD = [
    "{",
    "{value}",
    "{unit}{year}",
    "}",
    "%s",
    "100%",
    "\\",
    "'",
    '"',
    "a\nb",
    "\x00",
    ";--",
    "$1",
]
STUDY = """
code: odd
name: {zh: "怪{值}%"}
years: {first: 2020, last: 2021}
units: {level: prefecture, include: [沈阳市, 大连市]}
indicators:
- {code: gdp}
"""
MAPPING = """
file: tables/*.csv
unit: {name: "城{市}"}
year: {column: "年%份"}
values:
- {column: "生产{value}总值", indicator: gdp, unit: 亿元}
"""


@pytest.fixture
def odd_study(settings):
    folder = settings.landing[0] / "odd"
    (folder / "tables").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    (folder / "sources" / "gdp.yml").write_text(MAPPING, encoding="utf-8")
    with (folder / "tables" / "a{b}%'.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["城{市}", "年%份", "生产{value}总值"])
        writer.writerows(
            [city, year, 5 + year % 7] for city in ("沈阳市", "大连市") for year in (2020, 2021)
        )
        writer.writerows(["沈阳市", 2020, text] for text in ODD)
        writer.writerows([text, 2021, 3] for text in ODD)
        writer.writerows(["大连市", text, 3] for text in ODD)
    return settings


def test_no_text_in_the_data_stops_a_refresh_and_every_row_is_accounted_for(odd_study):
    assert refresh(odd_study).status == "published"
    with duckdb.connect(str(odd_study.serving_file), read_only=True) as connection:
        values = connection.execute(
            "select count(*) from marts.fct_indicator_values where raw_value is not null"
        ).fetchone()
        assert values == (4,)
        (account,) = connection.execute(
            "select rows_read, rows_loaded + rows_collapsed + rows_quarantined"
            " + rows_out_of_scope + rows_blank from quality.fct_source_files"
        ).fetchall()
        assert account[0] == account[1] == 4 + 3 * len(ODD)
        reasons = connection.execute(
            "select value_text, reason, reason_zh from quality.fct_quarantine"
            " where reason_code = 'value_not_a_number'"
        ).fetchall()
    # what a cell says is quoted as it stands, and never filled in
    assert {text for text, *_ in reasons} >= {"{", "{value}", "{unit}{year}", "}", "%s"}
    for text, *sentences in reasons:
        assert all(text in sentence for sentence in sentences)


def test_a_failure_is_logged_without_the_places_of_this_machine(settings, monkeypatch):
    def fail(*_, **__):
        raise WenmaiError(f"{settings.build_file} may not be written.")

    monkeypatch.setattr(sequence, "plan", fail)
    with pytest.raises(WenmaiError):
        refresh(settings, RefreshRequest(force=True))
    logged = "".join(entry.message or "" for entry in read_log(settings))
    assert str(settings.home) not in logged
