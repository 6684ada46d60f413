"""Drafts of the real files: they read the file, and most of what they say is right.

The truth beside each file was written by hand. A unit of measure that the file does not state
counts as right when the draft leaves it open, and a quantity that the library lacks when the draft
makes up a code. Every quantity gets the right indicator, or none; every unit of measure is right.
"""

import pytest

from wenmai.inspect import inspect_file
from wenmai.inspect.values import UNSTATED
from wenmai.kit.mapping_columns import FoundInFile
from wenmai.readers import read_source
from wenmai.studies.reference import Reference

pytestmark = pytest.mark.real

OWN = "a code of its own"
OPEN = UNSTATED
NBS = "northeast_real/nbs_gbk/分省年度数据"

# file → (unit column, year column or None, [(indicator, unit) per value column])
LONG = {
    "northeast_real/1996-2023年地级市外商直接投资FDI.xlsx": ("地级市", "year", [("fdi", "单位")]),
    "northeast_real/2000-2023地级市产业结构 .xlsx": (
        "城市名称",
        "年度标识",
        [
            ("gdp", "亿元人民币"),
            ("primary_output", "亿元人民币"),
            ("secondary_output", OPEN),
            ("tertiary_output", OPEN),
            ("primary_share", "比率"),
            ("secondary_share", "比率"),
            ("tertiary_share", "比率"),
            ("industrial_structure", "比率"),
            ("industrial_upgrading", "比率"),
            ("industrial_advancement", "比率"),
        ],
    ),
    "northeast_real/296个地级市GDP相关数据（以2000年为基期）.xlsx": (
        "城市",
        "年份",
        [("gdp", OPEN), ("gdp_index", OPEN), ("real_gdp", OPEN), ("gdp_deflator", "比率")],
    ),
    "northeast_real/298个地级市人口密度1998-2024年无缺失.xlsx": (
        "城市",
        "年份",
        [
            ("land_area", "平方公里"),
            ("resident_population", "万人"),
            ("population_density", "人/平方公里"),
        ],
    ),
    "northeast_real/各省+地级市+县级市人均道路面积.xlsx": (
        "城市",
        "年份",
        [("road_area_per_person", "平方米/人")],
    ),
    "northeast_real/金融发展水平（2003-2023）236缺失.xlsx": (
        "城市",
        "年份",
        [
            ("gdp", "万元"),
            ("loans", "万元"),
            ("deposits", "万元"),
            ("financial_development", "比率"),
        ],
    ),
    "northeast_real/yearbook_xls/Composition of GRP.xls": (
        "城 市",
        None,
        [
            ("district_primary_share", "单位"),
            ("district_secondary_share", "单位"),
            ("district_tertiary_share", "单位"),
        ],
    ),
    "northeast_real/yearbook_xls/Green Cover in cities.xls": (
        "城 市",
        None,
        [
            ("green_area", "公顷"),
            ("park_green_area", "公顷"),
            ("green_covered_area", "公顷"),
            ("green_coverage_rate", "%"),
        ],
    ),
    "northeast_real/yearbook_xls/NOx and SO2.xls": (
        "城 市",
        None,
        [("industrial_waste_water", "万吨"), ("industrial_so2", "吨"), ("industrial_nox", "吨")],
    ),
    "northeast_real/yearbook_xls/PM 2.5 Concentration.xls": (
        "城 市",
        None,
        [("pm25", "微克/立方米"), ("sewage_treatment_rate", "%"), ("waste_treatment_rate", "%")],
    ),
    "northeast_real/yearbook_xls/Population and HH.xls": (
        "城 市",
        None,
        [
            ("registered_population", "万人"),
            ("district_registered_population", "万人"),
            ("average_population", "万人"),
            ("district_average_population", "万人"),
            ("households", "万户"),
            ("district_households", "万户"),
        ],
    ),
    "census/census_city_nogeom.csv": (
        "city",
        None,
        [
            # bare words such as age_65: whether share or count, no heading says
            *[(OWN, OPEN)] * 18,
        ],
    ),
}
PREAMBLE = {
    f"{NBS}.csv": "gdp",
    f"{NBS} (1).csv": "population_sample_count",
    f"{NBS} (2).csv": "population_65_sample_count",
    f"{NBS} (3).csv": "urban_unit_employment",
    f"{NBS} (4).csv": "private_employment",
    f"{NBS} (5).csv": "fixed_investment_growth",
    f"{NBS} (6).csv": "technical_staff",
}


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


def unit_of(value):
    """Return the unit of measure, or the name of where it stands."""
    if isinstance(value.unit, FoundInFile):
        return value.unit.preamble or value.unit.label
    return value.unit


def read(path, draft):
    result = read_source(path, draft.mapping, study_folder=path.parent)
    return sum(batch.num_rows for batch in result.records), result.file


@pytest.mark.parametrize("file", LONG)
def test_the_draft_of_a_real_table_is_right(file, real_data_dir, reference):
    path = real_data_dir / file
    unit_column, year_column, expected = LONG[file]
    draft = inspect_file(path, reference)
    mapping = draft.mapping
    assert mapping.unit.name.label == unit_column
    assert (mapping.year.label if mapping.year and mapping.year.path else None) == year_column
    assert mapping.level == "prefecture"
    assert [unit_of(value) for value in mapping.values] == [unit for _, unit in expected]
    wrong = [
        (value.indicator, wanted)
        for value, (wanted, _) in zip(mapping.values, expected, strict=True)
        if (
            value.indicator not in reference.library if wanted == OWN else value.indicator == wanted
        )
        is False
    ]
    assert wrong == []
    records, info = read(path, draft)
    assert records == info.lines_data * len(expected)
    assert info.lines_data > 300


@pytest.mark.parametrize("file", PREAMBLE)
def test_the_draft_of_a_download_of_the_statistics_bureau_is_right(file, real_data_dir, reference):
    draft = inspect_file(real_data_dir / file, reference)
    mapping = draft.mapping
    assert (mapping.layout, mapping.level, mapping.encoding) == (
        "wide_years",
        "province",
        "gb18030",
    )
    assert mapping.unit.name.label == "地区"
    assert list(mapping.indicators.values()) == [PREAMBLE[file]]
    records, info = read(real_data_dir / file, draft)
    assert info.lines_data == 31
    assert records in {31 * 19, 31 * 20}


def test_the_interpolated_columns_of_the_real_files_are_found(real_data_dir, reference):
    for file, column in (
        ("298个地级市人口密度1998-2024年无缺失.xlsx", "插值_常住人口（万人）"),
        ("各省+地级市+县级市人均道路面积.xlsx", "线性插值"),
    ):
        draft = inspect_file(real_data_dir / "northeast_real" / file, reference)
        assert any(column in str(doubt) and "interpolated" in str(doubt) for doubt in draft.doubts)
        assert not any(column in value.label for value in draft.mapping.values)
