"""Tables of links and Pajek files: what is read, what is set aside, what is worth a remark."""

import re

import pytest
from networks.landed_networks import run_networks, write_study

from wenmai.sentences import catalogue

MARTS = (
    *("dim_networks", "fct_network_links", "fct_network_findings", "int_networks__quarantined"),
    *("int_networks__record_outcomes", "int_networks__node_years", "fct_source_files"),
)
COLUMNS = "columns: {node_a: A, node_b: B, frequency: N, period: 年}"


@pytest.fixture
def land(compiled_models, settings):
    """Return a function: network section and files → a connection with marts."""

    def landed(section, wanted=MARTS, **files):
        (landing,) = settings.landing
        named = {f"links/{name.replace('_', '.')}": content for name, content in files.items()}
        write_study(landing, {"study.yml": "networks:\n" + section, **named})
        return run_networks(compiled_models, settings, wanted)

    return landed


def rows(con, query):
    return con.execute(query).fetchall()


def links(con):
    return rows(
        con, "select year, from_node, to_node, strength from marts.fct_network_links order by all"
    )


def findings(con):
    return rows(
        con,
        "select year, finding_code, node_code, n_records from marts.fct_network_findings"
        " where finding_code != 'isolated_node' order by finding_code, year",
    )


def quarantine(con):
    return rows(
        con,
        "select row_number, reason_code from intermediate.int_networks__quarantined order by all",
    )


def outcomes(con):
    return dict(
        rows(
            con,
            "select outcome, count(*) from intermediate.int_networks__record_outcomes group by 1",
        )
    )


BAD = """A,B,N,年
甲,乙,3,2020
乙,甲,2,2020
甲,甲,4,2020
乙,丙,0,2020
,丙,1,2020
乙,,1,2020
乙,丙,-1,2020
乙,丙,若干,2020
乙,丙,inf,2020
乙,丙,,2020
乙,丙,1,2O20
乙,丙,1,2019
乙,丙,1.5,2022年
乙,丙,1,2022,9
"""


def test_a_name_with_a_percent_sign_is_a_name_and_no_pattern(land):
    con = land(
        f"  - {{code: k, kind: links, file: links/a.csv, nodes: units, {COLUMNS}}}\n",
        a_csv="A,B,N,年\n%,沈阳,1,2020\n甲乙,沈阳,1,2020\n",
    )
    doubtful = "select row_number, unit_said from intermediate.int_networks__quarantined"
    assert dict(rows(con, doubtful)) == {2: "%", 3: "甲乙"}


def test_every_line_of_a_bad_table_ends_in_one_place(land):
    con = land(f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}}}\n", a_csv=BAD)
    assert links(con) == [(2020, "乙", "甲", 5.0), (2022, "丙", "乙", 1.5)]
    assert quarantine(con) == [
        (6, "endpoint_missing"),
        (7, "endpoint_missing"),
        (8, "frequency_negative"),
        (9, "value_not_a_number"),
        (10, "value_not_finite"),
        (11, "frequency_missing"),
        (12, "year_not_understood"),
        (15, "ragged_row"),
    ]
    assert findings(con) == [
        (2020, "duplicate_link", "乙", 1),
        (2019, "outside_years", "乙", 1),
        (2020, "self_loop", "甲", 1),
        (2020, "zero_link", "乙", 1),
    ]
    assert outcomes(con) == {"loaded": 6, "quarantined": 8}
    (file,) = rows(
        con,
        "select lines_read, lines_heading, lines_data, rows_in_file, rows_loaded, rows_quarantined,"
        " rows_outside_years from quality.fct_source_files",
    )
    assert file == (15, 1, 14, 14, 6, 8, 1)


def test_every_reason_and_finding_is_a_sentence_with_a_way_out(land):
    con = land(f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}}}\n", a_csv=BAD)
    said = rows(
        con, "select finding, finding_zh, way_out, way_out_zh from marts.fct_network_findings"
    )
    for _, reason in quarantine(con):
        why, way_out = (catalogue()[f"{kind}.{reason}"] for kind in ("quarantine", "way_out"))
        said.append((why["en"], why["zh"], way_out["en"], way_out["zh"]))
    for sentence, chinese, way_out, way_out_chinese in said:
        assert sentence.removesuffix("{detail}").endswith(".")
        assert chinese.removesuffix("{detail}").endswith("。")
        # what a sentence names, it names in both languages
        assert set(re.findall(r"[0-9]+", sentence)) == set(re.findall(r"[0-9]+", chinese))
        assert way_out.endswith(".")
        assert way_out_chinese.endswith("。")


def test_directed_links_keep_their_direction(land):
    table = "A,B,N,年\nb,a,3,2020\na,b,2,2020\n"
    con = land(
        f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}, directed: true}}\n", a_csv=table
    )
    assert links(con) == [(2020, "a", "b", 2.0), (2020, "b", "a", 3.0)]


def test_a_table_without_frequency_counts_its_lines_and_takes_the_stated_year(land):
    con = land(
        "- {code: n, kind: links, file: links/a.csv, year: 2021,"
        " columns: {node_a: A, node_b: B}}\n",
        a_csv="A,B\nx,y\ny,x\nx,z\n",
    )
    assert links(con) == [(2021, "x", "y", 2.0), (2021, "x", "z", 1.0)]


def test_spellings_of_one_name_are_one_node(land):
    lines = ("盛京 影业,辽河", "盛京影业,辽河", "盛京　影业,Ａbc", "abc,辽河")
    table = "A,B,N,年\n" + "".join(f"{line},1,2020\n" for line in lines)
    con = land(f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}}}\n", a_csv=table)
    assert len(rows(con, "select * from intermediate.int_networks__node_years")) == 3
    assert [row[3] for row in links(con)] == [1.0, 1.0, 2.0]


NODES = "nodes: {file: links/n.csv, columns: {node: 企业, city: 城市, group: 类}}"


def test_a_table_of_nodes_gives_units_groups_and_isolated_nodes(land):
    con = land(
        f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}, {NODES}}}\n",
        a_csv="A,B,N,年\nx,y,1,2020\nx,q,1,2020\n",
        n_csv="企业,城市,类\nx,沈阳,出版\ny,Dalian,影视\nz,210300,\nw,火星,\nv,长春,\nx,沈阳,出版\nu,沈阳,1\nu,大连,1\n",
    )
    nodes = rows(
        con,
        "select node_code, unit_code, node_group from intermediate.int_networks__node_years"
        " order by 1",
    )
    assert nodes == [
        ("q", None, None),
        ("v", None, None),
        ("w", None, None),
        ("x", "210100", "出版"),
        ("y", "210200", "影视"),
        ("z", "210300", None),
    ]
    assert findings(con) == [
        (None, "city_out_of_scope", "长春", 1),
        (None, "city_unknown", "火星", 1),
        (None, "node_unlisted", "q", 1),
    ]
    # two lines contradict each other about u; the second line about x says nothing new
    assert quarantine(con) == [(8, "conflicting_node"), (9, "conflicting_node")]
    assert outcomes(con) == {"loaded": 7, "collapsed": 1, "quarantined": 2}


def test_links_of_nodes_add_up_to_links_of_their_units(land):
    con = land(
        f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}, {NODES}, by_unit: true}}\n",
        a_csv="A,B,N,年\nx,y,1,2020\nz,y,2,2020\nx,z,4,2020\nx,w,8,2020\n",
        n_csv="企业,城市,类\nx,沈阳,\nz,沈阳市,\ny,大连,\nw,,\n",
    )
    assert links(con) == [(2020, "210100", "210200", 3.0)]
    assert findings(con) == [
        (2020, "link_within_unit", "x", 1),
        (2020, "node_without_unit", "x", 1),
    ]
    assert len(rows(con, "select * from intermediate.int_networks__node_years")) == 5


def test_nodes_that_are_units_must_be_known(land):
    table = "A,B,N,年\n沈阳,Dalian,1,2020\n火星,大连,1,2020\n沈阳,长春,1,2020\n210100,鞍山,2,2020\n"
    con = land(
        f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}, nodes: units}}\n", a_csv=table
    )
    assert links(con) == [(2020, "210100", "210200", 1.0), (2020, "210100", "210300", 2.0)]
    assert quarantine(con) == [(3, "unit_unknown")]
    assert outcomes(con) == {"loaded": 2, "quarantined": 1, "out_of_scope": 1}


def test_a_network_whose_every_line_is_bad_is_empty_and_says_so(land):
    con = land(
        f"- {{code: n, kind: links, file: links/a.csv, {COLUMNS}}}\n",
        a_csv="A,B,N,年\nx,,1,2020\n",
        wanted=(*MARTS, "fct_network_nodes", "fct_network_summary"),
    )
    assert links(con) == []
    assert findings(con) == [(None, "empty_network", None, 0)]
    assert rows(con, "select * from marts.fct_network_nodes") == []


PAJEK = """*Vertices 4
1 "沈阳"
2 "b"
3 "b"
4 ""
*Arcs :1 "sells"
1 2 5
2 1 1
*Edges :2 "knows"
1 3 2
3 3 1
1 9 1
"""


def test_a_pajek_file_keeps_vertices_apart_and_edges_hold_both_ways(land):
    con = land("- {code: p, kind: pajek, file: links/a.net, year: 2020}\n", a_net=PAJEK)
    assert links(con) == [
        (2020, "b #2", "沈阳", 1.0),
        (2020, "b #3", "沈阳", 2.0),
        (2020, "沈阳", "b #2", 5.0),
        (2020, "沈阳", "b #3", 2.0),
    ]
    assert quarantine(con) == [(12, "vertex_unknown")]
    assert findings(con) == [
        (None, "relations_added_up", None, 2),
        (2020, "self_loop", "b", 1),
    ]
    (file,) = rows(
        con,
        "select lines_read, lines_skipped, lines_filtered, lines_data, rows_in_file, rows_loaded"
        " from quality.fct_source_files",
    )
    # four vertices, four ties and a line that is not understood
    assert file == (12, 3, 0, 9, 9, 8)


@pytest.mark.parametrize("relation", ["1", "sells"])
def test_one_relation_of_a_pajek_file_can_be_chosen(land, relation):
    con = land(
        f"- {{code: p, kind: pajek, file: links/a.net, year: 2020, relation: {relation}}}\n",
        a_net=PAJEK,
    )
    assert links(con) == [(2020, "b #2", "沈阳", 1.0), (2020, "沈阳", "b #2", 5.0)]
    (filtered,) = rows(con, "select lines_filtered from quality.fct_source_files")
    assert filtered == (2,)


def test_without_arcs_a_pajek_network_has_no_directions(land):
    text = '*Vertices 2\n1 "a"\n2 "b"\n*Edges\n2 1 3\n'
    con = land("- {code: p, kind: pajek, file: links/a.net, year: 2020}\n", a_net=text)
    assert links(con) == [(2020, "a", "b", 3.0)]
    assert rows(con, "select is_directed from marts.dim_networks") == [(False,)]


def test_a_partition_and_a_table_describe_vertices(land):
    project = (
        '*Network one\n*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2\n'
        '*Network two\n*Vertices 2\n1 "c"\n2 "d"\n*Edges\n1 2\n'
        "*Partition class\n*Vertices 2\n7\n8\n"
    )
    con = land(
        "- {code: p, kind: pajek, file: links/a.paj, year: 2020, network: two, partition: class,"
        " nodes: {file: links/n.csv, columns: {node: 点, city: 城市}}}\n",
        a_paj=project,
        n_csv="点,城市\nd,沈阳\n",
    )
    nodes = rows(
        con,
        "select node_code, unit_code, node_group from intermediate.int_networks__node_years"
        " order by 1",
    )
    assert nodes == [("c", None, "7"), ("d", "210100", "8")]


def test_the_two_forms_of_one_network_are_measured_alike(land):
    table = "A,B,N,年\na,b,2,2020\nb,c,1,2020\nc,d,4,2020\nb,d,1,2020\n"
    text = '*Vertices 5\n1 "a"\n2 "b"\n3 "c"\n4 "d"\n5 "e"\n*Edges\n1 2 2\n2 3 1\n3 4 4\n2 4 1\n'
    con = land(
        f"- {{code: t, kind: links, file: links/a.csv, {COLUMNS},"
        " nodes: {file: links/n.csv, columns: {node: 企业}}}\n"
        "- {code: p, kind: pajek, file: links/a.net, year: 2020}\n",
        a_csv=table,
        n_csv="企业\na\nb\nc\nd\ne\n",
        a_net=text,
        wanted=("fct_network_nodes", "fct_network_correlations"),
    )
    measured = {
        code: rows(
            con,
            "select columns(* exclude (network_code)) from marts.fct_network_nodes"
            f" where network_code = '{code}' order by node_code",
        )
        for code in ("t", "p")
    }
    assert len(measured["t"]) == 5
    assert [row[:3] + row[8:] for row in measured["t"]] == [
        row[:3] + row[8:] for row in measured["p"]
    ]
    found = rows(con, "select matrix_code, correlation from marts.fct_network_correlations")
    assert sorted(found) == [("links", pytest.approx(1.0)), ("strength", pytest.approx(1.0))]


@pytest.mark.parametrize("names", ["abcd", "dcba"])
@pytest.mark.parametrize("kind", ["links", "pajek"])
def test_row_means_without_directions_are_over_both_ends_whatever_the_alphabet(land, kind, names):
    # a–b 3, all other pairs 1: the rows' means are 5/3, 5/3, 1 and 1
    pairs = [(one, other) for one in range(4) for other in range(one + 1, 4)]
    strength = {pair: 3 if pair == (0, 1) else 1 for pair in pairs}
    if kind == "links":
        table = "".join(f"{names[i]},{names[j]},{strength[i, j]}\n" for i, j in pairs)
        con = land(
            "- {code: n, kind: links, file: links/a.csv, year: 2020, directed: false,"
            " columns: {node_a: A, node_b: B, frequency: F}, threshold: row_mean}\n",
            a_csv="A,B,F\n" + table,
        )
    else:
        vertices = "".join(f'{i + 1} "{name}"\n' for i, name in enumerate(names))
        ties = "".join(f"{i + 1} {j + 1} {strength[i, j]}\n" for i, j in pairs)
        con = land(
            "- {code: n, kind: pajek, file: links/a.net, year: 2020, threshold: row_mean}\n",
            a_net=f"*Vertices 4\n{vertices}*Edges\n{ties}",
        )
    found = rows(
        con, "select from_node, to_node, threshold, is_linked from marts.fct_network_links"
    )
    thresholds = {frozenset((one, other)): (line, linked) for one, other, line, linked in found}
    assert len(found) == len(thresholds) == 6
    for i, j in pairs:
        line, is_linked = thresholds[frozenset((names[i], names[j]))]
        # the lesser of the two means; every pair reaches that of one of its ends
        assert line == pytest.approx(5 / 3 if (i, j) == (0, 1) else 1, rel=1e-12)
        assert is_linked


def test_more_than_the_row_mean_of_either_end_links_a_pair_without_direction(land):
    con = land(
        "- {code: n, kind: links, file: links/a.csv, year: 2020, directed: false,"
        " columns: {node_a: A, node_b: B, frequency: F},"
        " threshold: {rule: row_mean, comparison: '>'}}\n",
        a_csv="A,B,F\na,b,3\na,c,1\na,d,1\nb,c,1\nb,d,1\nc,d,1\n",
    )
    linked = rows(con, "select from_node, to_node from marts.fct_network_links where is_linked")
    assert linked == [("a", "b")]


def test_a_vertex_without_label_is_not_the_one_labelled_with_its_number(land):
    text = '*Vertices 5\n1 "a"\n2 "3"\n3\n4 "a #1"\n5 "a"\n*Edges\n1 2 2\n1 3 5\n4 5 7\n'
    con = land("- {code: p, kind: pajek, file: links/a.net, year: 2020}\n", a_net=text)
    assert links(con) == [
        (2020, "3 #2", "a #1 #1", 2.0),
        (2020, "3 #3", "a #1 #1", 5.0),
        (2020, "a #1 #4", "a #5", 7.0),
    ]
