"""The example studies on the real files: nothing lost, and the known faults are found."""

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow]

# The 2011 column of Heilongjiang slipped by one row from Jiamusi on.
SHIFTED_2011 = "佳木斯市 308.06, 七台河市 940.35, 牡丹江市 316.05, 黑河市 912.09, 绥化市 124.66"
LARGEST_SHARE_OF_FINDINGS = 0.02


def test_every_row_of_every_file_ends_in_one_place(real_warehouse):
    files = real_warehouse.rows(
        "select source_file, rows_read, rows_loaded + rows_collapsed + rows_quarantined,"
        " lines_read, lines_heading + lines_skipped + lines_filtered + lines_data"
        " from quality.fct_source_files"
    )
    assert len(files) == 20
    for file, rows_read, rows_ended, lines_read, lines_ended in files:
        assert rows_read == rows_ended > 0, file
        assert lines_read == lines_ended > 0, file


def test_the_panel_has_36_units_17_years_and_indicators_from_five_files_or_more(real_warehouse):
    ((units, first, last, indicators, files),) = real_warehouse.rows(
        "select count(distinct unit_code), min(year), max(year),"
        " count(distinct indicator_code) filter (raw_value is not null),"
        " count(distinct source_file)"
        " from marts.fct_indicator_values where study_code = 'northeast_cities'"
    )
    assert (units, first, last) == (36, 2007, 2023)
    assert indicators >= 8
    assert files >= 5


def test_the_shifted_gdp_of_2011_is_one_question_with_its_evidence(real_warehouse):
    found = real_warehouse.rows(
        "select unit_code, check_code, finding, finding_zh from quality.fct_plausibility"
        " where study_code = 'northeast_cities' and cause_code = 'shifted_rows'"
    )
    # other columns of the file slipped with it
    ((unit, check, finding, chinese),) = found
    assert (unit, check) == ("*", "slipped_rows")
    assert "14 of the 14 values from 佳木斯市 to 绥化市 fit the unit of the next row" in finding
    assert SHIFTED_2011 in finding and SHIFTED_2011 in chinese


def test_the_gdp_that_the_shift_left_empty_is_found(real_warehouse):
    assert real_warehouse.rows(
        "select 1 from quality.fct_plausibility where study_code = 'northeast_cities'"
        " and indicator_code = 'gdp' and year = 2011 and unit_code = '232700'"
        " and check_code = 'missing_between_observed'"
    )


def test_other_findings_are_few(real_warehouse):
    ((findings,),) = real_warehouse.rows(
        "select count(*) from quality.fct_plausibility where study_code = 'northeast_cities'"
        " and not (year = 2011 and unit_code like '23%')"
    )
    ((cells,),) = real_warehouse.rows(
        "select count(raw_value) from marts.fct_indicator_values"
        " where study_code = 'northeast_cities'"
    )
    assert findings / cells < LARGEST_SHARE_OF_FINDINGS


def test_the_twentyfold_sample_of_2015_is_found_as_a_jump_of_the_panel(real_warehouse):
    found = real_warehouse.rows(
        "select indicator_code, year from quality.fct_plausibility"
        " where study_code = 'china_provinces' and check_code = 'panel_jump' order by all"
    )
    assert found == [("population_65_sample_count", 2015), ("population_sample_count", 2015)]


def test_missing_residents_are_imputed_and_never_pass_for_observed(real_warehouse):
    ((cells, observed, imputed, missing),) = real_warehouse.rows(
        "select count(*), count(raw_value), count(*) filter (is_imputed),"
        " count(*) filter (clean_value is null)"
        " from marts.fct_indicator_values where study_code = 'northeast_cities'"
        " and indicator_code = 'resident_population' and unit_code not in ('222400', '232700')"
    )
    assert (cells, observed, imputed, missing) == (578, 432, 146, 0)


def test_jilin_the_city_is_not_jilin_the_province(real_warehouse):
    assert real_warehouse.rows(
        "select 1 from marts.fct_indicator_values where unit_code = '220200'"
        " and study_code = 'northeast_cities' and indicator_code = 'road_area_per_person'"
        " and raw_value is not null"
    )
    assert not real_warehouse.rows(
        "select 1 from marts.fct_indicator_values where unit_code = '220000'"
        " and study_code <> 'china_provinces'"
    )


def test_every_study_has_an_index(real_warehouse):
    scored = real_warehouse.rows(
        "select study_code, count(innovation_score) from marts.fct_innovation_index group by all"
    )
    assert {study for study, count in scored if count > 0} == {
        "northeast_cities",
        "china_provinces",
        "yearbook_2017",
    }
