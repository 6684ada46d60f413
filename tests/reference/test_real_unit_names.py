"""Every unit named in the real files is recognised; what is not is listed by name."""

import collections
import csv
import io

import msoffcrypto
import pytest
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.real

# file, sheet, and the columns of name, code and province
SHEETS = [
    ("1996-2023年地级市外商直接投资FDI.xlsx", "Sheet1", ("地级市", None, None)),
    ("2000-2023地级市产业结构 .xlsx", "面板数据2000-2023", ("城市名称", "城市代码", "省份名称")),
    ("296个地级市GDP相关数据（以2000年为基期）.xlsx", "Sheet1", ("城市", None, "省份")),
    ("298个地级市人口密度1998-2024年无缺失.xlsx", "面板数据", ("城市", "城市代码", "省份")),
    ("各省+地级市+县级市人均道路面积.xlsx", "地级市+县级市", ("城市", "城市代码", "省份")),
    ("金融发展水平（2003-2023）236缺失.xlsx", "Sheet1", ("城市", "城市代码", "省份")),
]
YEARBOOK_PASSWORD = "VelvetSweatshop"  # what Excel itself uses when none is given
# the advertisement of a shop stands where a city should
NO_UNITS = {"更多数据，关注淘宝店【行行文库】"}
CODES_OF_ANOTHER_PLACE = {"开平", "昌邑", "栖霞", "鹤山"}


def spellings(rows, columns):
    """Return the distinct (name, code, province) of a sheet."""
    heading, *lines = rows
    places = [heading.index(column) if column else None for column in columns]
    found = {tuple("" if place is None else str(line[place]) for place in places) for line in lines}
    return sorted(spelling for spelling in found if spelling[0].strip())


@pytest.fixture(scope="module")
def northeast(real_data_dir):
    return real_data_dir / "northeast_real"


@pytest.mark.parametrize(("file", "sheet", "columns"), SHEETS, ids=lambda value: str(value)[:12])
def test_every_name_of_the_city_tables_is_recognised(registry, northeast, file, sheet, columns):
    rows = CalamineWorkbook.from_path(northeast / file).get_sheet_by_name(sheet).to_python()
    unrecognised = {}
    counts = collections.Counter()
    in_northeast = set()
    for name, code, province in spellings(rows, columns):
        found = registry.resolve(name, level="prefecture", within=province, year=2015, code=code)
        counts[found.status] += 1
        if found.status not in {"resolved", "out_of_scope"} and name not in NO_UNITS:
            unrecognised[name] = registry.suggest(name)
        if found.code_disagrees:
            assert name in CODES_OF_ANOTHER_PLACE, f"{name} {code}: {found.candidates}"
        if found.is_resolved and str(found.unit_code).startswith(("21", "22", "23")):
            in_northeast.add(found.unit_code)
    assert unrecognised == {}, f"{file}: {unrecognised}"
    assert counts["resolved"] >= 290, counts
    assert len(in_northeast) in {34, 36}  # some tables leave out Yanbian and Daxing'anling


def test_provinces_and_county_level_cities_of_the_mixed_file_are_out_of_scope(registry, northeast):
    file, sheet, columns = SHEETS[4]
    rows = CalamineWorkbook.from_path(northeast / file).get_sheet_by_name(sheet).to_python()
    levels = collections.Counter()
    for name, code, province in spellings(rows, columns):
        found = registry.resolve(name, level="prefecture", within=province, year=2015, code=code)
        if found.status == "out_of_scope":
            known = {registry[candidate].unit_level for candidate in found.candidates}
            levels["province" if "province" in known else "county"] += 1
    assert levels["province"] == 27
    assert levels["county"] == 352


def test_every_unit_of_the_census_is_recognised(registry, real_data_dir):
    path = real_data_dir / "census" / "census_city_nogeom.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    levels = collections.Counter()
    for row in rows:
        found = registry.resolve(
            row["city"], level="prefecture", within=row["province"], code=row["city_code"]
        )
        assert found.status in {"resolved", "out_of_scope"}, row["city"]
        assert found.unit_code is not None, row["city"]
        assert not found.code_disagrees, row["city"]
        levels[registry[found.unit_code].unit_level] += 1
    assert levels == {"prefecture": 337, "county": 30, "province": 2}  # Hong Kong and Macao


def test_every_province_of_the_nbs_downloads_is_recognised(registry, northeast):
    files = sorted((northeast / "nbs_gbk").glob("*.csv"))
    assert len(files) == 7
    for path in files:
        lines = path.read_text(encoding="gb18030").splitlines()
        start = next(place for place, line in enumerate(lines) if line.startswith("地区,"))
        cells = [line.partition(",")[0] for line in lines[start + 1 :] if "," in line]
        found = [registry.resolve(cell, level="province") for cell in cells]
        resolved = {result.unit_code for result in found if result.is_resolved}
        assert len(resolved) == 31, path.name


def yearbook_lines(path):
    """Return (Chinese, English, has values) of the lines of an encrypted yearbook sheet."""
    buffer = io.BytesIO()
    with path.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password=YEARBOOK_PASSWORD)
        office.decrypt(buffer)
    buffer.seek(0)
    rows = CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(0).to_python()
    for row in rows:
        chinese, english = str(row[0]), str(row[1])
        if chinese.strip() and english.strip() and english.strip() != "City":
            yield chinese, english, any(str(cell).strip() for cell in row[2:])


def test_chinese_and_english_names_of_the_yearbook_mean_the_same_unit(registry, northeast):
    files = sorted((northeast / "yearbook_xls").glob("*.xls"))
    assert len(files) == 5
    for path in files:
        province = None
        agreed = 0
        for chinese, english, has_values in yearbook_lines(path):
            level = "prefecture"
            heading = registry.resolve(chinese, level="province")
            if heading.is_resolved and not has_values:
                province, level = heading.unit_code, "province"
            by_chinese = registry.resolve(chinese, level=level, year=2017)
            by_english = registry.resolve(english, level=level, within=province, year=2017)
            assert by_chinese.is_resolved, f"{path.name}: {chinese}"
            assert by_english.unit_code == by_chinese.unit_code, f"{chinese} / {english}"
            agreed += 1
        assert agreed == 325, path.name
