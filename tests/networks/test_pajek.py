"""Pajek files are read as they are, and what is written reads back equal."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.errors import ProblemsFound, WenmaiError
from wenmai.networks.gexf import write_gexf
from wenmai.networks.pajek import (
    PajekFile,
    PajekNetwork,
    PajekPartition,
    PajekTie,
    PajekVector,
    PajekVertex,
    format_pajek,
    parse_pajek,
    read_pajek,
    write_pajek,
)

# File: networks as (vertices, first mode, arcs, edges), partitions, vectors. Counted in the files:
# lines of a section, cells of a matrix that are not 0, entries of a list beyond the first.
COUNTED = {
    "CEOs.net": ([(41, 26, 0, 98)], 0, 0),
    "GraphList.net": ([(12, None, 19, 4)], 0, 0),
    "GraphMat.net": ([(12, None, 26, 0)], 0, 0),
    "GraphSet.net": ([(12, None, 19, 4)], 0, 0),
    "KITE.NET": ([(10, None, 36, 0)], 0, 0),
    "LondonTube.net": ([(352, None, 3, 462)], 0, 0),
    "Prison.net": ([(67, None, 182, 0)], 0, 0),
    "SaKtrade.paj": ([(118, None, 515, 2116)], 1, 0),
    "Trade.paj": ([(24, None, 1428, 0)], 0, 3),
    "divorce.net": ([(59, 50, 0, 225)], 0, 0),
    "dolphins.net": ([(62, None, 0, 159)], 0, 0),
}


@pytest.fixture(scope="session")
def pajek_dir(real_data_dir):
    folder = real_data_dir / "networks" / "pajek"
    if not folder.is_dir():
        pytest.skip("the real Pajek files are not here")
    return folder


@pytest.mark.real
@pytest.mark.parametrize("name", COUNTED)
def test_a_real_file_has_as_many_vertices_and_ties_as_were_counted(pajek_dir, name):
    file = read_pajek(pajek_dir / name)
    networks, partitions, vectors = COUNTED[name]
    found = [
        (len(one.vertices), one.first_mode, len(one.arcs), len(one.edges)) for one in file.networks
    ]
    assert found == networks
    assert (len(file.partitions), len(file.vectors)) == (partitions, vectors)
    assert file.issues == ()


@pytest.mark.real
def test_no_real_file_is_left_out_of_the_count(pajek_dir):
    found = {path.name for path in pajek_dir.iterdir() if path.suffix.lower() in {".net", ".paj"}}
    assert found == set(COUNTED)


@pytest.mark.real
@pytest.mark.parametrize("name", COUNTED)
def test_a_real_file_written_again_reads_back_equal(pajek_dir, tmp_path, name):
    file = read_pajek(pajek_dir / name)
    write_pajek(file, tmp_path / "copy.paj")
    assert read_pajek(tmp_path / "copy.paj") == file


@pytest.mark.real
def test_details_of_real_files_are_understood(pajek_dir):
    (tube,) = read_pajek(pajek_dir / "LondonTube.net").networks
    assert tube.vertices[9].label == "Queen`s Park"
    assert dict(tube.relations)[10] == "Piccadilly"
    # three lines of a section without relation begin with "10:"
    assert [(arc.tail, arc.head, arc.relation) for arc in tube.arcs] == [
        (263, 264, 10),
        (264, 265, 10),
        (265, 263, 10),
    ]
    trade = read_pajek(pajek_dir / "Trade.paj")
    arcs = trade.networks[0].arcs
    assert [sum(arc.relation == number for arc in arcs) for number in (1, 5)] == [307, 369]
    assert trade.vectors[0].values[:2] == (3.3, 1.6)
    ceos = read_pajek(pajek_dir / "CEOs.net").networks[0]
    # the first row of the matrix has its ones in columns 3, 4 and 9 of the second mode
    assert [edge.head for edge in ceos.edges if edge.tail == 1] == [29, 30, 35]
    prison = read_pajek(pajek_dir / "Prison.net").networks[0]
    assert prison.vertices[66].coordinates == (0.3092, 0.5255, 0.5929)


def ties(text):
    (network,) = parse_pajek(text).networks
    return [(tie.tail, tie.head, tie.weight, tie.is_directed, tie.relation) for tie in network.ties]


def test_every_form_of_ties_gives_the_same_network():
    head = '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n'
    wanted = [(1, 2, 1.0, True, None), (1, 3, 1.0, True, None), (3, 1, 1.0, True, None)]
    assert ties(head + "*Arcs\n1 2\n1 3 1\n3 1 1.0\n") == wanted
    assert ties(head + "*Arcslist\n1 2 3\n3 1\n") == wanted
    assert ties(head + "*Matrix\n0 1 1\n0 0 0\n1 0 0\n") == wanted
    assert ties(head + "*Matrix\n0 1 1 0 0\n0 1 0 0\n") == wanted, "rows over several lines"
    assert ties(head + "*Edgeslist\n1 2 3\n") == [(1, 2, 1, False, None), (1, 3, 1, False, None)]


def test_line_ends_comments_capitals_and_blank_lines_do_not_matter():
    plain = parse_pajek('*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2 5\n')
    for text in (
        '*Vertices 2\r\n1 "a"\r\n2 "b"\r\n*Edges\r\n1 2 5\r\n',
        '*vertices 2\r1 "a"\r2 "b"\r*EDGES\r1 2 5\r',
        '% a comment\n\n*VERTICES  2\n  1 "a"\n% another\n\t2\t"b"\n *edges\n\n1\t2\t5',
        "\ufeff*Vertices 2\n1 a\n2 b\n*Edges\n1 2 5.0\n",
    ):
        assert parse_pajek(text) == plain
        assert parse_pajek(text).issues == ()


def test_a_vertex_keeps_label_coordinates_and_shape():
    text = '*Vertices 4\n1 "New York" 0.1 0.2 0.5 box ic Red\n2 plain 0.5 0.5\n4 "" triangle\n'
    (network,) = parse_pajek(text).networks
    assert network.vertices == (
        PajekVertex("New York", (0.1, 0.2, 0.5), "box ic Red"),
        PajekVertex("plain", (0.5, 0.5)),
        PajekVertex("3"),
        PajekVertex("", (), "triangle"),
    )


def test_what_stands_behind_a_weight_is_kept():
    (network,) = parse_pajek('*Vertices 2\n*Arcs\n1 2 3 l "since 2018" c Blue\n2 1 w 3\n').networks
    assert [(tie.weight, tie.parameters) for tie in network.ties] == [
        (3.0, 'l "since 2018" c Blue'),
        (1.0, "w 3"),
    ]


def test_relations_stand_in_the_heading_or_before_the_line():
    text = '*Vertices 2\n*Arcs :1 "sells"\n1 2\n*Edges :2 "knows"\n1 2\n*Arcs\n1: 2 1 4\n'
    assert ties(text) == [(1, 2, 1, True, 1), (1, 2, 1, False, 2), (2, 1, 4, True, 1)]
    assert parse_pajek(text).networks[0].relations == ((1, "sells"), (2, "knows"))


def test_a_two_mode_matrix_joins_the_modes():
    assert ties("*Vertices 5 2\n*Matrix\n0 2 0\n1 0 1\n") == [
        (1, 4, 2.0, False, None),
        (2, 3, 1.0, False, None),
        (2, 5, 1.0, False, None),
    ]


def test_a_project_holds_several_networks_partitions_and_vectors():
    file = parse_pajek(
        "*Network one\n*Vertices 2\n*Edges\n1 2\n\n*Network two\n*Vertices 3\n*Arcs\n1 3\n"
        "*Partition regions\n*Vertices 3\n1\n2\n2\n*Vector income\n*Vertices 3\n 0.5\n2\n1e3\n"
    )
    assert [(one.name, len(one.vertices), len(one.ties)) for one in file.networks] == [
        ("one", 2, 1),
        ("two", 3, 1),
    ]
    assert file.partitions == (PajekPartition((1, 2, 2), "regions"),)
    assert file.vectors == (PajekVector((0.5, 2.0, 1000.0), "income"),)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("*Vertices 2\n*Arcs\n1 3\n", 3, "vertex_unknown"),
        ("*Vertices 2\n*Arcs\n0 1\n", 3, "vertex_unknown"),
        ("*Vertices 2\n*Arcs\n1\n", 3, "endpoint_missing"),
        ("*Vertices 2\n*Arcs\n1 2 1.2.3\n", 3, "value_not_a_number"),
        ("*Vertices 2\n*Arcs\n1 2 inf\n", 3, "value_not_finite"),
        ("*Vertices 2\n*Arcs\n1 2 five\n", 3, "value_not_a_number"),
        ("*Vertices 2\n*Arcs\n1 2 -1e999\n", 3, "value_not_finite"),
        ("*Vertices 2\n*Matrix\n0 1\n0 x\n", 4, "value_not_a_number"),
        ("*Vertices 2\n*Matrix\n0 1\n", 2, "too_few_lines"),
        ('*Vertices 2\n3 "c"\n', 2, "vertex_unknown"),
        ('*Vertices 2\n1 "c"\n1 "d"\n', 3, "line_not_understood"),
        ("*Vertices many\n", 1, "value_not_a_number"),
        ("*Vertices 2 3\n", 1, "value_not_a_number"),
        ("*Arcs\n1 2\n", 1, "line_not_understood"),
        ("1 2\n", 1, "line_not_understood"),
        ("*Network alone\n", 1, "too_few_lines"),
        ("*Vertices 1\n*Hierarchy\nx\n", 2, "section_not_read"),
        ("*Partition p\n*Vertices 2\n1\n", 2, "too_few_lines"),
        ("*Partition p\n*Vertices 1\nx\n", 2, "value_not_a_number"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(text, line, code):
    (issue,) = parse_pajek(text).issues
    assert (issue.line, issue.code) == (line, code)
    assert issue.detail.endswith(".")


def test_an_issue_loses_nothing_but_its_line():
    file = parse_pajek("*Vertices 2\n*Arcs\n1 9\n1 2 7\n")
    assert [(tie.head, tie.weight) for tie in file.networks[0].ties] == [(2, 7.0)]


def test_encodings_are_found_or_named(tmp_path):
    text = '*Vertices 2\n1 "沈阳"\n2 "大连"\n*Edges\n1 2\n'
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.net"
        path.write_bytes(text.encode(encoding))
        assert read_pajek(path).networks[0].vertices[0].label == "沈阳"
    path = tmp_path / "latin.net"
    path.write_bytes('*Vertices 1\n1 "Ljubljana \xff"\n'.encode("latin-1"))
    with pytest.raises(ProblemsFound, match="line 2"):
        read_pajek(path)
    assert read_pajek(path, encoding="latin-1").networks[0].vertices[0].label == "Ljubljana ÿ"


def test_a_tie_beyond_the_vertices_is_not_written():
    with pytest.raises(WenmaiError, match="beyond the 1"):
        format_pajek(PajekNetwork((PajekVertex("a"),), (PajekTie(1, 2),)))
    with pytest.raises(WenmaiError, match="no number nan"):
        format_pajek(PajekNetwork((PajekVertex("a"),), (PajekTie(1, 1, float("nan")),)))


LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = LABELS.map(str.strip)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def networks(draw):
    size = draw(st.integers(0, 6))
    points = st.lists(NUMBERS, max_size=3).map(tuple)
    shapes = st.sampled_from(["", "box", "ellipse ic Red"])
    vertices = tuple(PajekVertex(draw(LABELS), draw(points), draw(shapes)) for _ in range(size))
    number = st.integers(1, max(size, 1))
    relation = st.none() | st.integers(0, 3)
    tie = st.builds(
        PajekTie,
        *(number, number, NUMBERS, st.booleans(), relation),
        parameters=st.sampled_from(["", 'l "since 2018"', "c Blue w 2"]),
    )
    many = tuple(draw(st.lists(tie, max_size=8))) if size else ()
    names = draw(st.dictionaries(st.integers(0, 3), NAMES))
    first_mode = draw(st.none() | st.integers(0, size))
    return PajekNetwork(vertices, many, draw(NAMES), first_mode, tuple(sorted(names.items())))


FILES = st.builds(
    PajekFile,
    st.lists(networks(), max_size=3).map(tuple),
    st.lists(
        st.builds(PajekPartition, st.lists(st.integers(-(2**40), 2**40)).map(tuple), NAMES),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(PajekVector, st.lists(NUMBERS).map(tuple), NAMES), max_size=2).map(tuple),
)


@given(FILES)
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back_equal(file):
    read = parse_pajek(format_pajek(file))
    assert read == file
    assert read.issues == ()


def test_a_network_as_gexf_keeps_labels_weights_directions_and_places(tmp_path):
    vertices = (PajekVertex("沈阳市", (0.25, 0.75)), PajekVertex("a & b"), PajekVertex("alone"))
    network = PajekNetwork(vertices, (PajekTie(1, 2, 2.5, is_directed=True),), name="网络")
    write_gexf(network, tmp_path / "net.gexf")
    graph = nx.read_gexf(tmp_path / "net.gexf", relabel=True)
    assert graph.is_directed()
    assert set(graph) == {"沈阳市", "a & b", "alone"}
    assert graph.edges["沈阳市", "a & b"]["weight"] == 2.5
    assert graph.nodes["沈阳市"]["viz"]["position"] == {"x": 250.0, "y": 250.0, "z": 0.0}
