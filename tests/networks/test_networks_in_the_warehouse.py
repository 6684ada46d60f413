"""The demo's networks in the serving file: what was planted comes back, and goes out to Pajek."""

import csv
import errno
import os
from collections import Counter

import pytest

from wenmai.cli.app import main
from wenmai.errors import WenmaiError
from wenmai.networks.export import export_network
from wenmai.networks.pajek import read_pajek
from wenmai.settings import Settings

TRUTH = Settings.from_env({}).project_dir / "demo" / "truth"


def read_truth(name):
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def roles(warehouse, year):
    return dict(
        warehouse.rows(
            "select node_name, role_code from marts.fct_network_nodes"
            " where study_code = 'liaoning' and network_code = 'culture_travel' and year = ?",
            [year],
        )
    )


def test_shenyang_and_dalian_are_the_two_cores_of_liaoning(demo_warehouse):
    found = roles(demo_warehouse, 2024)
    assert {name for name, role in found.items() if role == "core_hub"} == {"沈阳市", "大连市"}
    assert found["锦州市"] == "bridge"
    assert found["阜新市"] == found["朝阳市"] == "edge_node"
    for year in range(2015, 2025):
        assert roles(demo_warehouse, year)["沈阳市"] == "core_hub"


def test_the_enterprises_are_as_many_as_published(demo_warehouse):
    rows = demo_warehouse.rows(
        "select own_value, published_value, status from quality.fct_published_comparison"
        " where statistic = 'n_enterprises'"
    )
    assert rows == [(126, 126, "reproduced")]


def test_printed_centralities_have_a_status_and_the_contradictions_are_found(demo_warehouse):
    rows = demo_warehouse.rows(
        "select row_label, statistic, own_value, status from quality.fct_published_comparison"
        " where table_or_figure = 'Table 1' and paper = 'P2'"
    )
    assert all(row[2] is not None for row in rows)
    inconsistent = {(row[0], row[1]) for row in rows if row[3] == "source inconsistent"}
    # 41 links leave and 36 arrive; Benxi has 3 neighbours but 4 of its links leave.
    reproduced = {(row[0], row[1]) for row in rows if row[3] == "reproduced"}
    degrees = {(row[0], row[1]) for row in rows if row[1] in {"out_degree", "in_degree"}}
    assert degrees <= inconsistent | reproduced
    assert ("Benxi", "degree") in inconsistent | reproduced


def test_contradictions_name_totals_and_benxi(demo_warehouse):
    said = {
        (row, statistic): text
        for row, statistic, text in demo_warehouse.rows(
            "select row_label, statistic, contradiction from quality.fct_published_comparison"
            " where table_or_figure = 'Table 1' and paper = 'P2' and contradiction is not null"
        )
    }
    assert said["Shenyang", "out_degree"] == "the out-degrees sum to 41, the in-degrees to 36"
    assert "does not go with an out-degree of 4" in said["Benxi", "degree"]


def test_cities_of_the_collaboration_path_cooperate_more_for_their_size(demo_warehouse):
    sizes = Counter(row["unit_code"] for row in read_truth("northeast_enterprises.csv"))
    paths = {
        (row["unit_code"], int(row["year"])): row["path_code"]
        for row in read_truth("northeast_latent.csv")
    }
    strengths = demo_warehouse.rows(
        "select unit_code, year, out_strength from marts.fct_network_nodes"
        " where network_code = 'city_cooperation'"
    )
    assert len(strengths) == 36 * 7
    per_enterprise = {True: [], False: []}
    for unit, year, strength in strengths:
        is_linking = paths[unit, year] == "collaboration"
        per_enterprise[is_linking].append(strength / sizes[unit])
    mean = {key: sum(values) / len(values) for key, values in per_enterprise.items()}
    assert mean[True] > 1.5 * mean[False]


def test_the_three_columns_and_the_pajek_file_are_one_network(demo_warehouse):
    rows = demo_warehouse.rows(
        "select matrix_code, correlation, shared_link_share from marts.fct_network_correlations"
        " where network_code = 'enterprise_cooperation'"
        " and other_network_code = 'enterprises_pajek' order by 1"
    )
    assert [row[0] for row in rows] == ["links", "strength"]
    assert [row[1] for row in rows] == pytest.approx([1.0, 1.0], abs=1e-3)
    assert rows[0][2] == 1.0


def test_planted_oddities_of_links_are_findings(demo_warehouse):
    found = {
        (row[0], row[1])
        for row in demo_warehouse.rows(
            "select finding_code, coalesce(year, 0) from marts.fct_network_findings"
            " where network_code = 'enterprise_cooperation'"
        )
    }
    codes = {code for code, _ in found}
    for fault in read_truth("faults.csv"):
        if fault["check"] == "network_finding":
            assert fault["expected"] in codes, fault["fault"]
    for code, year in (("self_loop", 2021), ("zero_link", 2020)):
        assert (code, year) in found


def test_degrees_add_up_to_twice_the_links(demo_warehouse):
    broken = demo_warehouse.rows(
        """
        with links as (
            select study_code, network_code, year, count(*) filter (is_linked) as n_links
            from marts.fct_network_links group by all
        ),
        nodes as (
            select study_code, network_code, year, sum(out_degree) as n_out, sum(in_degree) as n_in
            from marts.fct_network_nodes group by all
        )
        select * from links join nodes using (study_code, network_code, year)
        join marts.dim_networks using (study_code, network_code)
        where n_out != n_in or n_out != n_links * case when is_directed then 1 else 2 end
        """
    )
    assert broken == []


def test_a_network_written_for_pajek_is_the_network(demo_warehouse, tmp_path):
    path = tmp_path / "liaoning.net"
    export_network(demo_warehouse.settings, "culture_travel", path, year=2024)
    (network,) = read_pajek(path).networks
    assert network.name == "Cultural industries, by train 2024"
    names = [vertex.label for vertex in network.vertices]
    written = {(names[tie.tail - 1], names[tie.head - 1]): tie.weight for tie in network.ties}
    units = dict(demo_warehouse.rows("select unit_code, unit_name_zh from marts.dim_units"))
    published = {
        (units[start], units[end]): strength
        for start, end, strength in demo_warehouse.rows(
            "select from_node, to_node, strength from marts.fct_network_links"
            " where network_code = 'culture_travel' and study_code = 'liaoning'"
            " and year = 2024 and is_linked"
        )
    }
    assert written == published
    assert all(tie.is_directed for tie in network.ties)
    place = {vertex.label: vertex.coordinates for vertex in network.vertices}
    assert place["大连市"][1] > place["沈阳市"][1], (
        "Pajek counts from the top: south is further down"
    )


def test_a_project_holds_all_years_with_roles_and_betweenness(demo_warehouse, tmp_path):
    path = tmp_path / "enterprises.paj"
    export_network(demo_warehouse.settings, "enterprise_cooperation", path)
    file = read_pajek(path)
    assert file.issues == ()
    assert len(file.networks) == len(file.partitions) == len(file.vectors) == 7
    assert not file.networks[0].arcs
    assert set(file.partitions[6].values) <= {1, 2, 3, 4}


def test_the_command_says_what_it_wrote(demo_warehouse, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WENMAI_HOME", str(demo_warehouse.settings.home))
    path = tmp_path / "liaoning.net"
    with pytest.raises(SystemExit) as ended:
        main(["network", "culture_travel", str(path), "--year", "2024"])
    assert ended.value.code in {0, None}
    assert "1 network, 14 nodes and " in capsys.readouterr().out
    assert len(read_pajek(path).networks[0].vertices) == 14


@pytest.mark.parametrize(
    ("wanted", "options", "message"),
    [
        (("culture_travl", "a.net"), {}, "Did you mean 'culture_travel'?"),
        (("culture_gravity", "a.net"), {}, "Several studies have a network 'culture_gravity'"),
        (("culture_travel", "a.net"), {"year": 1999}, "It has 2015 to 2024."),
        (("culture_travel", "a.csv"), {}, "ends in none of .net .paj .gexf"),
        (("culture_travel", "a.net"), {"study": "northeast"}, "in study 'northeast'"),
    ],
)
def test_what_cannot_be_written_is_said(demo_warehouse, tmp_path, wanted, options, message):
    network, file = wanted
    with pytest.raises(WenmaiError, match=message.replace("?", r"\?")):
        export_network(demo_warehouse.settings, network, tmp_path / file, **options)


def test_a_network_is_written_as_a_whole(demo_warehouse, tmp_path, monkeypatch):
    def fill_the_disk(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "cities.net"
    file.write_text("as it was")
    monkeypatch.setattr("wenmai.networks.export.write_pajek", fill_the_disk)
    with pytest.raises(WenmaiError, match="The disk is full"):
        export_network(demo_warehouse.settings, "culture_travel", file, year=2024)
    assert file.read_text() == "as it was"
