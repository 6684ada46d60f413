"""Integrity of the seeds: what one table says, the others know."""

import collections
import csv
import itertools

import pytest
import yaml

from wenmai.reference import name_key

SEEDS = [
    "administrative_unit_names",
    "administrative_units",
    "culture_industries",
    "dimensions",
    "indicator_library",
    "measure_units",
    "published_results",
]


@pytest.fixture(scope="module")
def tables(seeds_dir):
    result = {}
    for seed in SEEDS:
        with (seeds_dir / "reference" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            result[seed] = list(csv.DictReader(file))
    return result


@pytest.fixture(scope="module")
def units(tables):
    return {row["unit_code"]: row for row in tables["administrative_units"]}


def years(row):
    return int(row["valid_from_year"]), int(row["valid_to_year"] or 9999)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_yaml_twin_describes_every_column_and_its_type(seeds_dir, tables, seed):
    path = seeds_dir / "reference" / f"{seed}.yml"
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    columns = list(tables[seed][0])
    assert entry["name"] == seed
    assert "**Primary key**" in entry["description"]
    assert [column["name"] for column in entry["columns"]] == columns
    assert all(column["description"].strip() for column in entry["columns"])
    assert list(entry["config"]["column_types"]) == columns


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_stays_small(seeds_dir, seed):
    assert (seeds_dir / "reference" / f"{seed}.csv").stat().st_size < 1_000_000


def test_unit_codes_are_unique_and_six_digits(tables, units):
    assert len(units) == len(tables["administrative_units"])
    assert all(len(code) == 6 and code.isdigit() for code in units)


def test_levels_show_in_the_codes(units):
    for code, row in units.items():
        level = row["unit_level"]
        assert (level in {"country", "province"}) == code.endswith("0000"), code
        assert (level == "county") != code.endswith("00"), code


def test_every_unit_lies_in_a_province_that_is_known(units):
    for code, row in units.items():
        if row["unit_level"] == "country":
            assert row["province_code"] == ""
        else:
            assert units[row["province_code"]]["unit_level"] == "province"
            assert code[:2] == row["province_code"][:2]


def test_years_of_units_and_names_are_in_order(tables):
    for seed in ("administrative_units", "administrative_unit_names"):
        for row in tables[seed]:
            first, last = years(row)
            assert 1949 <= first <= last, row


def test_coordinates_lie_inside_china(units):
    for code, row in units.items():
        assert bool(row["longitude"]) == bool(row["latitude"]), code
        if row["longitude"]:
            assert 73.4 < float(row["longitude"]) < 135.1, code
            assert 3.8 < float(row["latitude"]) < 53.6, code


def test_every_prefecture_of_today_has_coordinates(units):
    lacking = [
        code
        for code, row in units.items()
        if row["unit_level"] in {"province", "prefecture"}
        and not row["valid_to_year"]
        and not row["longitude"]
    ]
    assert lacking == []


def test_every_name_belongs_to_a_unit_and_lies_within_its_years(tables, units):
    for row in tables["administrative_unit_names"]:
        first, last = years(row)
        unit_first, unit_last = years(units[row["unit_code"]])
        assert unit_first <= first <= last <= unit_last, row


def test_every_unit_has_one_official_name_and_bears_its_code(tables, units):
    officials = collections.Counter()
    codes = set()
    for row in tables["administrative_unit_names"]:
        if row["name_kind"] == "official":
            officials[row["unit_code"]] += 1
            assert row["name"] == units[row["unit_code"]]["unit_name_zh"]
        if row["name_kind"] == "code" and row["name"] == row["unit_code"]:
            codes.add(row["unit_code"])
    assert set(officials) == set(units)
    assert set(officials.values()) == {1}
    assert codes == set(units)


def test_name_keys_are_what_the_package_computes(tables):
    rows = tables["administrative_unit_names"]
    assert all(row["name_key"] == name_key(row["name"]) for row in rows)
    grain = collections.Counter((row["unit_code"], row["name_key"]) for row in rows)
    assert max(grain.values()) == 1
    for row in tables["measure_units"]:
        assert row["measure_unit_key"] == name_key(row["measure_unit"])


def test_no_two_cities_of_a_province_share_an_official_name_in_a_year(tables, units):
    seen = collections.defaultdict(list)
    for row in tables["administrative_unit_names"]:
        unit = units[row["unit_code"]]
        # districts do: 桥西区 is one of Shijiazhuang, of Xingtai and of Zhangjiakou
        if row["name_kind"] == "official" and unit["unit_level"] != "county":
            seen[unit["unit_level"], unit["province_code"], row["name"]].append(row)
    for rows in seen.values():
        spans = sorted(years(row) for row in rows)
        for (_, earlier_last), (later_first, _) in itertools.pairwise(spans):
            assert earlier_last < later_first, rows


def test_indicators_have_known_dimensions_units_and_ranges(tables, measures):
    dimensions = {row["dimension_code"] for row in tables["dimensions"]}
    for row in tables["indicator_library"]:
        assert row["dimension_code"] in dimensions, row
        assert measures.known(row["measure_unit"]), row
        assert row["direction"] in {"positive", "negative"}, row
        if row["valid_min"] and row["valid_max"]:
            assert float(row["valid_min"]) < float(row["valid_max"]), row


def test_the_five_driving_dimensions_come_first_and_are_well_filled(tables, library):
    first = sorted(library.dimensions.values(), key=lambda dimension: dimension.position)[:5]
    assert [dimension.dimension_code for dimension in first] == [
        "policy_support",
        "resource_transformation",
        "technology_empowerment",
        "subject_collaboration",
        "market_realization",
    ]
    filled = collections.Counter(indicator.dimension_code for indicator in library)
    assert all(filled[dimension.dimension_code] >= 4 for dimension in first)


def test_published_results_name_known_units_and_measures(tables, units, measures):
    keys = collections.Counter()
    for row in tables["published_results"]:
        assert row["unit_code"] == "" or row["unit_code"] in units, row
        assert row["measure_unit"] == "" or measures.known(row["measure_unit"]), row
        printed = row["value"].partition(".")[2]
        is_in_words = row["value"] == row["decimals"] == ""
        assert is_in_words or int(row["decimals"]) == len(printed), row
        keys[tuple(list(row.values())[:5])] += 1
    assert max(keys.values()) == 1


def test_the_cultural_industries_are_as_many_as_published(tables):
    rows = {row["industry_code"]: row for row in tables["culture_industries"]}
    assert collections.Counter(map(len, rows)) == {2: 9, 3: 43, 4: 146}
    classes = [row for code, row in rows.items() if len(code) == 4]
    assert all(row["parent_code"] == code[:-1] for code, row in rows.items() if len(code) > 2)
    assert {rows[row["parent_code"]]["parent_code"] for row in classes} == {
        code for code in rows if len(code) == 2
    }
    assert len({row["national_code"] for row in classes}) == 146
    assert sum(row["is_part"] == "true" for row in classes) == 18
