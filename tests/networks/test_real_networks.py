"""The example networks on real files: nothing lost, and what they say makes sense."""

import shutil

import pytest
from networks.landed_networks import run_networks

pytestmark = [pytest.mark.real, pytest.mark.slow]

TABLES = {
    "northeast_cities": ("northeast_real/*.xlsx", "census/*.csv"),
    "listed_companies": ("networks/companies/*.csv",),
}
MARTS = (
    *("fct_network_links", "fct_network_nodes", "fct_network_summary", "fct_network_findings"),
    *("fct_threshold_sensitivity", "int_networks__record_outcomes"),
)
CAPITALS = {"沈阳市", "长春市", "哈尔滨市"}


@pytest.fixture(scope="module")
def real(compiled_models, real_data_dir, project_dir, tmp_path_factory):
    from wenmai.settings import Settings

    home = tmp_path_factory.mktemp("real_networks")
    landing = home / "landing"
    for study, patterns in TABLES.items():
        shutil.copytree(project_dir / "examples" / study, landing / study)
        (landing / study / "tables").mkdir()
        for pattern in patterns:
            for file in sorted(real_data_dir.glob(pattern)):
                (landing / study / "tables" / file.name).write_bytes(file.read_bytes())
    settings = Settings(project_dir=project_dir, home=home, landing=(landing,))
    return run_networks(compiled_models, settings, MARTS)


def rows(con, query):
    return con.execute(query).fetchall()


def test_cities_are_linked_in_every_year_or_named_with_what_they_lack(real):
    counts = dict(
        rows(
            real,
            "select year, count(*) from marts.fct_network_nodes"
            " where network_code = 'economic_gravity' group by year",
        )
    )
    assert sorted(counts) == list(range(2007, 2024))
    missing = {
        (year, unit)
        for year, unit in rows(
            real,
            "select year, node_code from marts.fct_network_findings"
            " where network_code = 'economic_gravity' and finding_code like 'mass%'",
        )
    }
    # Yanbian and Daxing'anling stand in few of the tables
    assert {unit for _, unit in missing} == {"222400", "232700"}
    for year, n_cities in counts.items():
        assert n_cities + sum(at == year for at, _ in missing) == 36


def test_every_city_has_a_strength_towards_every_other_and_a_link(real):
    broken = rows(
        real,
        """
        select year, from_node, count(*), count(*) filter (is_linked)
        from marts.fct_network_links where network_code = 'economic_gravity'
        group by all having count(*) != 33 or count(*) filter (is_linked) = 0
        """,
    )
    assert broken == []


def test_distances_are_those_of_an_atlas(real):
    kilometres = {
        (one, other): distance
        for one, other, distance in rows(
            real,
            "select from_node, to_node, distance from marts.fct_network_links"
            " where network_code = 'economic_gravity' and year = 2023",
        )
    }
    assert kilometres["210100", "220100"] == pytest.approx(280, abs=12)  # Shenyang, Changchun
    assert kilometres["220100", "230100"] == pytest.approx(233, abs=12)  # Changchun, Harbin
    assert kilometres["210100", "210200"] == pytest.approx(357, abs=15)  # Shenyang, Dalian


def test_capitals_draw_on_most_and_the_way_between_them_is_where_paths_cross(real):
    nodes = rows(
        real,
        "select node_name, in_degree, relative_betweenness from marts.fct_network_nodes"
        " where network_code = 'economic_gravity' and year = 2023",
    )
    most_drawn = [row[0] for row in sorted(nodes, key=lambda row: -row[1])[:6]]
    assert {"沈阳市", "长春市"} <= set(most_drawn)
    # Tieling and Siping lie on the railway from Shenyang to Changchun
    most_between = [row[0] for row in sorted(nodes, key=lambda row: -row[2])[:5]]
    assert {"铁岭市", "四平市"} <= set(most_between)
    assert not CAPITALS & set(most_between[:2])


def test_some_roles_hang_on_the_threshold_and_the_table_says_so(real):
    shares = [
        row[0]
        for row in rows(
            real,
            "select role_share from marts.fct_threshold_sensitivity"
            " where network_code = 'economic_gravity' and year = 2023",
        )
    ]
    assert len(shares) == 34
    assert min(shares) < 0.5 < max(shares)


def test_the_lines_of_the_companies_add_up(real):
    outcomes = dict(
        rows(
            real,
            "select source_file || ' ' || outcome, count(*)"
            " from intermediate.int_networks__record_outcomes"
            " where mapping_code = 'shareholding' group by 1",
        )
    )
    assert outcomes == {
        "tables/new_import_company_company.csv loaded": 452,
        "tables/import_company.csv loaded": 3829,
    }
    found = dict(
        rows(
            real,
            "select finding_code, n_records from marts.fct_network_findings"
            " where network_code = 'shareholding'",
        )
    )
    assert found["self_loop"] == 65
    ((pairs, lines),) = rows(
        real,
        "select count(*), sum(n_records) from marts.fct_network_links"
        " where network_code = 'shareholding'",
    )
    assert lines == 452 - 65
    assert lines - pairs == found["duplicate_link"] == 61


def test_custodian_banks_head_the_shareholdings(real):
    top = rows(
        real,
        "select node_name, node_group from marts.fct_network_nodes"
        " where network_code = 'shareholding' order by out_degree desc, node_code limit 3",
    )
    assert [group for _, group in top] == ["银行"] * 3
    assert {name for name, _ in top} == {"工商银行", "建设银行", "中国银行"}


def test_companies_of_one_province_make_no_link_between_provinces(real):
    ((between, itself),) = rows(
        real,
        "select count(*), count(*) filter (from_node = to_node) from marts.fct_network_links"
        " where network_code = 'shareholding_between_provinces'",
    )
    assert between > 30
    assert itself == 0
