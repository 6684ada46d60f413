"""Tables of the atlas: what does not fit on a page is said, and no chart is empty."""

import duckdb
import pytest

from wenmai.atlas.blocks import Chooser, Column, both
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.unit import _cells, _contributions

SQL = """
select year
from range({first}, 2025) as years (year)
order by year desc
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def years(most, note=None):
    title, columns = both("年份", "Years"), (Column("year"),)
    return Table("years", title, SQL, columns, note=note, most=most)


def test_a_table_with_more_rows_than_its_page_can_carry_says_so(connection):
    note = both("年份。", "Years.")
    block = years(3, note).block(Warehouse(connection), first=2000)
    assert block.answer.rows == [(2024,), (2023,), (2022,)]
    assert block.note["zh"].startswith("年份。 共25行，此处与CSV只含前3行")
    assert block.note["en"].startswith("Years. The first 3 of 25 rows, in the CSV too")


@pytest.mark.parametrize("most", [25, 26, None])
def test_a_table_that_is_whole_says_nothing(connection, most):
    block = years(most).block(Warehouse(connection), first=2000)
    assert len(block.answer.rows) == 25
    assert block.note is None


def test_the_contributions_of_a_unit_are_those_of_its_last_year_with_a_score(connection):
    connection.execute(
        """
        create schema marts;
        create table marts.dim_indicators as
        select
            's' as study_code, 'a' as indicator_code, '甲' as indicator_name_zh,
            'A' as indicator_name_en, '维' as dimension_name_zh, 'D' as dimension_name_en;
        alter table marts.dim_indicators add column is_in_index boolean default true;
        create table marts.fct_index_contributions as
        select
            's' as study_code, unit_code, year, 'a' as indicator_code, 0.5 as normalized_value,
            1.0 as weight, contribution
        from (
            values ('full', 2023, 0.4), ('full', 2024, 0.5), ('gone', 2022, 0.2),
            ('gone', 2023, 0.3), ('gone', 2024, null)
        ) as parts (unit_code, year, contribution);
        create table marts.fct_indicator_values as
        select
            study_code, unit_code, year, indicator_code, normalized_value, 1.0 as raw_value,
            1.0 as clean_value, '件' as measure_unit, false as is_imputed, 'a.csv' as source_file,
            '' as sheet_name, 2 as source_row_number
        from marts.fct_index_contributions;
        """
    )
    study = StudyInfo("s", *[""] * (len(StudyInfo.__dataclass_fields__) - 1))
    cells = _cells(Warehouse(connection), study)
    block = _contributions(cells, Chooser("unit", both("", ""), []))
    found = [(row["unit_code"], row["year"]) for row in block.answer.records()]
    assert found == [("full", 2024), ("gone", 2023)]
