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
    settings.refresh_log.parent.mkdir(parents=True)
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


def places_in(connection, folder):
    """Return the published columns that say where this machine keeps its files."""
    columns = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where data_type = 'VARCHAR' and not internal"
    ).fetchall()
    return [
        column
        for *table, column in columns
        if connection.execute(
            f'select count(*) from {".".join(table)} where contains("{column}", ?)', [str(folder)]
        ).fetchone()
        != (0,)
    ]


def test_no_text_in_the_data_stops_a_refresh_and_every_row_is_accounted_for(odd_study):
    with odd_study.refresh_log.open("w", encoding="utf-8") as stream:
        stream.write("null\n")
    result = refresh(odd_study)
    assert result.status == "published"
    assert any("refreshes.jsonl (no. 1)" in warning for warning in result.warnings)
    with duckdb.connect(str(odd_study.serving_file), read_only=True) as connection:
        assert places_in(connection, odd_study.home.parent) == []
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
    elsewhere = "/mnt/share of the bureau/landing"

    def fail(*_, **__):
        raise WenmaiError(
            f"{settings.build_file} may not be written; {settings.landing[0]}/odd/a.csv, "
            f"'{elsewhere}/b.csv' and /var/lib/secret/c.csv neither: see https://example.org/a/b."
        )

    monkeypatch.setattr(sequence, "plan", fail)
    with pytest.raises(WenmaiError):
        refresh(settings, RefreshRequest(force=True))
    ((logged,),) = [(entry.message,) for entry in read_log(settings)]
    assert str(settings.home.parent) not in logged
    assert "/mnt" not in logged
    assert "/var" not in logged
    for kept in ("landing/odd/a.csv", "c.csv neither", "https://example.org/a/b."):
        assert kept in logged
