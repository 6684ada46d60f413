"""Every message about the mappings of a study, its files and its corrections."""

import pytest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "indicator: gdp,",
            "indicator: gdpp,",
            "east/sources/values.yml: values[0].indicator (line 5): "
            "The study declares no indicator 'gdpp'. Did you mean 'gdp'?",
        ),
        (
            "unit: 亿元",
            "unit: 亿圆",
            "values[0].unit (line 5): The unit of measure '亿圆' is not known.",
        ),
        (
            "unit: 万元",
            "unit: 万人",
            "values[1].unit (line 6): '万人' does not convert to 亿元, "
            "in which the study measures 'culture_revenue'.",
        ),
        ("year:", "yaer:", "yaer (line 3): This key is not known. Did you mean 'year'?"),
        ("tables/values.csv", "tables/valus.csv", "Did you mean 'tables/values.csv'?"),
        (
            "tables/values.csv",
            "gdp.xlsx",
            "east/sources/values.yml: file: No file matches 'gdp.xlsx'",
        ),
        ("tables/values.csv", "tables/**x", "'tables/**x' is not a pattern of file names."),
        ("tables/values.csv", ".", "'.' is not a pattern of file names."),
        ("tables/values.csv", "../west/values.csv", "leads out of the study folder"),
        ("tables/values.csv", "/etc/hostname", "is not relative to the study folder"),
    ],
)
def test_one_thing_wrong_in_a_mapping_is_named(east, old, new, expected):
    east.replace("sources/values.yml", old, new)
    assert expected in "\n".join(map(str, east.problems()))


def test_a_study_without_a_mapping_says_how_to_make_one(east):
    (east.folder / "sources/values.yml").unlink()
    assert str(east.problems()[0]) == (
        "east/sources: The study has no source mapping. "
        "Draft one with `wenmai inspect FILE` and save it there."
    )


def test_a_mapping_under_another_ending_is_not_passed_over(east):
    (east.folder / "sources/more.yaml").write_text("file: x\n")
    assert east.problem() == ("east/sources/more.yaml: The file is not read. Call it more.yml.")


def test_a_link_out_of_the_study_folder_is_not_followed(east, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n")
    (east.folder / "tables/values.csv").unlink()
    (east.folder / "tables/values.csv").symlink_to(tmp_path / "secret.csv")
    assert "lies outside the study folder" in "\n".join(map(str, east.problems()))


def test_a_file_that_is_not_required_may_be_missing(east):
    east.replace("sources/values.yml", "tables/values.csv", "tables/*.xlsx\nrequired: false")
    assert east.load().files == ()


CORRECTION = "unit,year,indicator,expect,value,reason\n沈阳,2018,gdp,6292.4,6292.5,shifted row\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,year,indicator,expect,value\n", "row 1: The column 'reason' is missing."),
        (
            "unit,year,indicator,expect,value,raeson\n",
            "row 1: The column 'raeson' is not known. Did you mean 'reason'?",
        ),
        ("", "row 1: The column 'unit' is missing."),
        (
            CORRECTION.replace("reason\n", "reason,reason\n", 1),
            "row 1: The column 'reason' stands twice.",
        ),
        (
            CORRECTION.replace("shifted row", "shifted, row"),
            "row 2: The line has 7 cells, the heading 6.",
        ),
        (CORRECTION.replace("shifted row", ""), "row 2: The cell 'reason' is empty."),
        (CORRECTION.replace("2018", "18"), "row 2: The year '18' is not a year."),
        (CORRECTION.replace("6292.5", "much"), "row 2: The value 'much' is not a number."),
        (CORRECTION.replace("6292.4", "nan"), "row 2: The expect 'nan' is not a number."),
        (CORRECTION.replace("6292.5", "6292.4"), "row 2: expect and value are the same"),
        (
            CORRECTION.replace("gdp", "gpd"),
            "row 2: The study has no indicator 'gpd'. Did you mean 'gdp'?",
        ),
        (
            CORRECTION.replace("沈阳", "沈阳氏"),
            "row 2: No unit is called '沈阳氏'. Did you mean '沈阳市 (210100)'",
        ),
        (CORRECTION.replace("沈阳", "Suzhou"), "row 2: 'Suzhou' can be "),
        ('unit,year,indicator,expect,value,reason\n"open,2018', "The file cannot be read as CSV"),
    ],
)
def test_one_thing_wrong_in_corrections_csv_is_named(east, content, expected):
    east.write("corrections.csv", content)
    found = "\n".join(map(str, east.problems()))
    assert expected in found
    assert "east/corrections.csv" in found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_corrections_are_read_in_the_encodings_that_excel_writes(east, encoding):
    east.write("corrections.csv", (CORRECTION + ",,,,,\n").encode(encoding))
    (correction,) = east.load().corrections
    assert (correction.row_number, correction.unit, correction.value) == (2, "沈阳", "6292.5")


def test_a_correction_may_take_a_value_away_or_give_one_where_none_was(east):
    east.write("corrections.csv", CORRECTION.replace("6292.5", "") + "大连,2018,gdp,,5,seen\n")
    taken, given = east.load().corrections
    assert (taken.value, given.expect) == ("", "")
