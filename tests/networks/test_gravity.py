"""Gravity strengths and the 0–1 matrix of small studies, by hand."""

import csv
import io
from math import asin, cos, radians, sin, sqrt

import numpy as np
import pytest
from networks.landed_networks import run_networks, write_study

CODES = {"沈阳": "210100", "大连": "210200", "鞍山": "210300", "抚顺": "210400", "本溪": "210500"}
YEARS = (2020, 2021, 2022)
SOURCE = """
file: tables/values.csv
unit: {name: 城市}
year: {column: 年份}
values:
- {column: GDP, indicator: gdp, unit: 亿元}
- {column: 人口, indicator: resident_population, unit: 万人}
"""


def values(changes=None):
    """Return the table: GDP 100, 200 … 500, population 10, 20 … 50, the same in every year."""
    rows = [["城市", "年份", "GDP", "人口"]]
    for place, city in enumerate(CODES, start=1):
        for year in YEARS:
            row = [city, year, 100 * place, 10 * place]
            row[2:] = (changes or {}).get((city, year), row[2:])
            rows.append(row)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


DISTANCES = "甲,乙,公里\n" + "".join(
    f"{one},{other},{10 * (a + 1) * (b + 1)}\n"
    for a, one in enumerate(CODES)
    for b, other in enumerate(CODES)
    if a < b
)
TABLE = "{kind: table, file: tables/km.csv, columns: {unit_a: 甲, unit_b: 乙, distance: 公里}}"


@pytest.fixture
def land(compiled_models, settings):
    """Return a function: network section, changed values and files → a connection with marts."""

    def landed(section, changes=None, distances=DISTANCES, wanted=("fct_network_links",)):
        (landing,) = settings.landing
        indicators = "indicators: [{code: gdp}, {code: resident_population}]\n"
        files = {
            "study.yml": indicators + "networks:\n" + section,
            "sources/values.yml": SOURCE,
            "tables/values.csv": values(changes),
            "tables/km.csv": distances,
        }
        write_study(landing, files)
        return run_networks(compiled_models, settings, wanted)

    return landed


def strengths(con, year=2020, columns="strength"):
    rows = con.execute(
        f"select from_node, to_node, {columns} from marts.fct_network_links where year = ?", [year]
    ).fetchall()
    return {(row[0], row[1]): row[2] if len(row) == 3 else row[2:] for row in rows}


def test_the_strength_is_the_formula_of_the_methods(land):
    con = land(
        f"- {{code: g, kind: gravity, masses: [gdp, resident_population], mass_share: gdp,"
        f" exponent: 2, distance: {TABLE}}}\n"
    )
    found = strengths(con)
    # Shenyang: GDP 100, population 10; Dalian: 200 and 20; 20 km apart.
    # K = 100/300, masses √(100·10) and √(200·20), D² = 400.
    assert found["210100", "210200"] == pytest.approx(1 / 3 * sqrt(1000) * sqrt(4000) / 400)
    assert found["210200", "210100"] == pytest.approx(2 / 3 * sqrt(1000) * sqrt(4000) / 400)
    # Anshan and Benxi: GDP 300 and 500, population 30 and 50; 150 km apart.
    assert found["210500", "210300"] == pytest.approx(5 / 8 * sqrt(9000) * sqrt(25000) / 150**2)
    assert len(found) == 5 * 4


def test_exponent_and_share_are_conventions(land):
    con = land(
        f"- {{code: g, kind: gravity, masses: [gdp], mass_share: resident_population,"
        f" exponent: 1.5, distance: {TABLE}}}\n"
    )
    assert strengths(con)["210100", "210300"] == pytest.approx(10 / 40 * 100 * 300 / 30**1.5)


def test_kilometres_are_great_circles_between_the_seats(land):
    con = land("- {code: g, kind: gravity, masses: [gdp], exponent: 1}\n")
    seats = {
        row[0]: row[1:]
        for row in con.execute(
            "select unit_code, longitude, latitude from reference.administrative_units"
            " where unit_code in ('210100', '210200')"
        ).fetchall()
    }
    (x, y), (u, v) = (tuple(map(radians, seats[code])) for code in ("210100", "210200"))
    square = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
    distance, strength = strengths(con, columns="distance, strength")["210100", "210200"]
    assert distance == pytest.approx(2 * 6371.0088 * asin(sqrt(square)), rel=1e-12)
    assert 340 < distance < 370
    assert strength == pytest.approx(1 / 3 * 100 * 200 / distance)


def test_an_economic_distance_is_longer_between_equals_and_has_a_floor(land):
    changes = {("大连", 2020): [200, 10], ("鞍山", 2020): [300, 15]}
    con = land(
        "- {code: g, kind: gravity, masses: [resident_population], exponent: 1, distance:"
        " {kind: economic, income: gdp, people: resident_population, gap_floor: 0.5}}\n",
        changes,
        wanted=("fct_network_links", "fct_network_findings"),
    )
    found = strengths(con, columns="distance, is_gap_floored")
    kilometres = {
        (row[0], row[1]): row[2]
        for row in con.execute(
            "select from_node, to_node, distance from intermediate.int_networks__distances"
        ).fetchall()
    }
    # Incomes 10, 20, 20, 10, 10: mean 14, floor 7. Shenyang and Dalian differ by 10.
    pair = ("210100", "210200")
    assert found[pair] == (pytest.approx(kilometres[pair] / 10), False)
    # Shenyang and Fushun do not differ: the floor counts, or they would not be linked at all.
    pair = ("210100", "210400")
    assert found[pair] == (pytest.approx(kilometres[pair] / 7), True)
    (counted,) = con.execute(
        "select n_records from marts.fct_network_findings"
        " where finding_code = 'income_gap_floored' and year = 2020"
    ).fetchone()
    # three of income 10 among each other, two of income 20: 6 + 2 ordered pairs
    assert counted == 8


@pytest.mark.parametrize(
    ("changed", "code"),
    [(["", 20], "mass_missing"), ([0, 20], "mass_zero")],
)
def test_a_unit_without_mass_stays_out_of_one_year_and_is_named(land, changed, code):
    con = land(
        "- {code: g, kind: gravity, masses: [gdp]}\n",
        # the last year: nothing behind it to interpolate with
        {("大连", 2022): changed},
        wanted=("fct_network_links", "fct_network_findings"),
    )
    assert not any("210200" in pair for pair in strengths(con, 2022))
    assert ("210100", "210200") in strengths(con, 2021)
    finding = con.execute(
        "select year, node_code, finding_code, finding from marts.fct_network_findings"
    ).fetchall()
    assert [row[:3] for row in finding] == [(2022, "210200", code)]
    assert finding[0][3].startswith(("大连市 has no value of gdp", "A mass of 大连市 is zero"))


def test_a_negative_mass_is_a_finding(land):
    con = land(
        "- {code: g, kind: gravity, masses: [gdp]}\n",
        {("大连", 2022): [-5, 20]},
        wanted=("fct_network_links", "fct_network_findings", "int_indicators__record_outcomes"),
    )
    # GDP has a least valid value of 0: the cell is in quarantine, so the mass is missing
    finding = con.execute("select finding_code from marts.fct_network_findings").fetchall()
    assert finding == [("mass_missing",)]
    assert not any("210200" in pair for pair in strengths(con, 2022))


def test_an_interpolated_mass_is_used_and_flagged(land):
    con = land("- {code: g, kind: gravity, masses: [gdp]}\n", {("大连", 2021): ["", 20]})
    flags = strengths(con, 2021, columns="is_imputed")
    assert {pair for pair, flag in flags.items() if flag} == {
        pair for pair in flags if "210200" in pair
    }


def test_distances_that_are_zero_missing_or_doubtful_are_named(land):
    lines = DISTANCES.splitlines()
    changed = {"沈阳,大连,20": "沈阳,大连,0", "沈阳,鞍山,30": ""}
    table = [changed.get(line, line) for line in lines]
    table += ["火星,大连,5", "抚顺,本溪,7", "大连,鞍山,x", "鞍山,,3", "本溪,鞍山,-1", "铁岭,沈阳,9"]
    con = land(
        f"- {{code: g, kind: gravity, masses: [gdp], distance: {TABLE}}}\n",
        distances="\n".join(table) + "\n",
        wanted=("fct_network_links", "fct_network_findings", "int_networks__quarantined",
                "int_networks__record_outcomes"),
    )  # fmt: skip
    found = strengths(con)
    findings = con.execute(
        "select finding_code, node_code, other_node_code from marts.fct_network_findings"
        " order by all"
    ).fetchall()
    assert findings == [
        ("distance_missing", "210100", "210300"),
        ("distance_missing", "210400", "210500"),
        ("distance_zero", "210100", "210200"),
    ]
    for _, one, other in findings:
        assert (one, other) not in found
        assert (other, one) not in found
    reasons = con.execute(
        "select reason_code, unit_name from intermediate.int_networks__quarantined order by all"
    ).fetchall()
    assert reasons == [
        ("conflicting_distance", "抚顺 – 本溪"),
        ("conflicting_distance", "抚顺 – 本溪"),
        ("distance_negative", "本溪 – 鞍山"),
        ("endpoint_missing", "鞍山"),
        ("unit_unknown", "火星 – 大连"),
        ("value_not_a_number", "大连 – 鞍山"),
    ]
    # Tieling is no unit of the study: neither an error nor used
    outcomes = dict(
        con.execute(
            "select outcome, count(*) from intermediate.int_networks__record_outcomes group by 1"
        ).fetchall()
    )
    assert outcomes == {"loaded": 8, "quarantined": 6, "out_of_scope": 1}


def links(con, year=2020):
    return {pair for pair, linked in strengths(con, year, "is_linked").items() if linked}


def test_a_row_mean_is_over_the_others_and_equal_strengths_are_all_linked(land):
    # all masses and distances equal: every strength is the mean of its row
    same = {(city, year): [100, 10] for city in CODES for year in YEARS}
    even = "甲,乙,公里\n" + "".join(
        f"{one},{other},7\n" for one in CODES for other in CODES if one < other
    )
    section = f"- {{code: g, kind: gravity, masses: [gdp], distance: {TABLE}}}\n"
    con = land(section, same, even, wanted=("fct_network_links",))
    assert len(links(con)) == 20


def test_more_than_the_mean_links_nobody_among_equals(land):
    same = {(city, year): [100, 10] for city in CODES for year in YEARS}
    even = "甲,乙,公里\n" + "".join(
        f"{one},{other},7\n" for one in CODES for other in CODES if one < other
    )
    section = (
        f"- {{code: g, kind: gravity, masses: [gdp], distance: {TABLE},"
        " threshold: {rule: row_mean, comparison: '>'}}\n"
    )
    con = land(section, same, even, wanted=("fct_network_links", "fct_network_findings"))
    assert links(con) == set()
    codes = con.execute("select distinct finding_code from marts.fct_network_findings").fetchall()
    assert sorted(codes) == [("empty_network",), ("isolated_node",)]


@pytest.mark.parametrize(
    "rule",
    ["row_mean", "global_mean", "{rule: quantile, value: 0.7}", "{rule: absolute, value: 8}"],
)
def test_thresholds_are_those_of_numpy(land, rule):
    con = land(
        f"- {{code: g, kind: gravity, masses: [gdp], exponent: 1, distance: {TABLE},"
        f" threshold: {rule}}}\n"
    )
    found = strengths(con, columns="strength, threshold, is_linked")
    codes = sorted({pair[0] for pair in found})
    for one in codes:
        row = [found[one, other][0] for other in codes if other != one]
        everything = [strength for strength, _, _ in found.values()]
        wanted = {
            "row_mean": np.mean(row),
            "global_mean": np.mean(everything),
            "{rule: quantile, value: 0.7}": np.quantile(everything, 0.7),
            "{rule: absolute, value: 8}": 8.0,
        }[rule]
        for other in codes:
            if other != one:
                strength, threshold, is_linked = found[one, other]
                assert threshold == pytest.approx(wanted, rel=1e-12)
                assert is_linked == (strength >= wanted)
