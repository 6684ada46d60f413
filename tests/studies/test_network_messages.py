"""The section ``networks`` of study.yml: what it becomes, and every message about it."""

import pytest

from wenmai.networks.lands import PART as NETWORKS
from wenmai.networks.raw_tables import STUDY_NETWORK_MASSES, STUDY_NETWORKS

LINKS = "{code: n, kind: links, file: links/a.csv, columns: {node_a: A, node_b: B}, year: 2019%s}"


@pytest.fixture
def say(east):
    """Return a function: write the section, return the folder."""
    east.write("links/a.csv", "A,B\nx,y\n")
    east.write("links/n.csv", "A,城市\nx,沈阳\n")
    east.write("links/a.net", "*Vertices 2\n*Edges\n1 2\n")
    text = (east.folder / "study.yml").read_text(encoding="utf-8")

    def said(*entries):
        listed = "".join(f"  - {entry}\n" for entry in entries)
        east.write("study.yml", f"{text}networks:\n{listed}")
        return east

    return said


def test_what_a_network_does_not_say_is_left_to_the_defaults(say):
    study = say("{code: g, kind: gravity, masses: [gdp, culture_revenue]}").load()
    rows = NETWORKS.rows(study)
    (row,) = rows[STUDY_NETWORKS]
    assert row["is_directed"] is True
    assert (row["distance_kind"], row["mass_share_code"]) == ("haversine_km", "gdp")
    for left_open in ("exponent", "threshold_rule", "closeness_convention", "null_draws", "seed"):
        assert row[left_open] is None
    masses = [mass["indicator_code"] for mass in rows[STUDY_NETWORK_MASSES]]
    assert masses == ["gdp", "culture_revenue"]


def test_files_of_networks_are_files_of_the_study(say):
    table = ", nodes: {file: links/n.csv, columns: {node: A, city: 城市}}"
    study = say(LINKS % table, "{code: p, kind: pajek, file: links/a.net, year: 2018}").load()
    names = {path.name for path in study.files}
    assert {"a.csv", "n.csv", "a.net"} <= names


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{code: g, kind: gravity, masses: [gpd]}",
            "networks[0].masses[0] (line 11): The study has no indicator 'gpd'."
            " Did you mean 'gdp'?",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], mass_share: culture_revenu}",
            "mass_share (line 11): The study has no indicator 'culture_revenu'."
            " Did you mean 'culture_revenue'?",
        ),
        ("{code: g, kind: gravity}", "networks[0] (line 11): A gravity network needs masses."),
        (
            "{code: g, kind: gravity, masses: [gdp], file: x.csv}",
            "'file' belongs to networks of kind links and pajek, not gravity.",
        ),
        (
            "{code: g, kind: gravty, masses: [gdp]}",
            "networks[0].kind (line 11): 'gravty' is not a choice."
            " Choose one of: gravity, links, pajek.",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], expnent: 2}",
            "networks[0].expnent (line 11): This key is not known. Did you mean 'exponent'?",
        ),
        ("{code: g, kind: gravity, masses: [gdp, gdp]}", "'gdp' stands twice: keep one of them."),
        (
            "{code: g, kind: gravity, masses: [gdp], distance: table}",
            "networks[0].distance (line 11): A table of distances needs file and columns.",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], distance: economic}",
            "An economic distance needs income.",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], threshold: quantile}",
            "networks[0].threshold (line 11): The rule quantile needs a value.",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], threshold: {rule: row_mean, value: 2}}",
            "The rule row_mean has no value.",
        ),
        (
            "{code: g, kind: gravity, masses: [gdp], years: {first: 2010}}",
            "networks[0].years.first (line 11): 2010 is not among the study's years 2018–2020.",
        ),
        (
            LINKS.replace("a.csv", "aa.csv") % "",
            "networks[0].file (line 11): There is no file 'links/aa.csv'."
            " Did you mean 'links/a.csv'?",
        ),
        (
            "{code: n, kind: links, file: links/a.csv, columns: {node_a: A, node_b: B}}",
            "Nothing says of which year the links are: name a period column or year.",
        ),
        (
            "{code: p, kind: pajek, file: links/a.net}",
            "Nothing says of which year the links are: name a period column or year.",
        ),
        ("{code: p, kind: pajek, year: 2019}", "A network of kind pajek needs a file."),
        (LINKS % ", by_unit: true", "Links by unit need a table of nodes with a city column."),
        (
            LINKS % ", nodes: {file: links/a.csv, columns: {node: A}}",
            "networks[0].nodes.file (line 11): Links and nodes are one table.",
        ),
        (
            LINKS % ", explained_by: [m]",
            "networks[0].explained_by[0] (line 11): The study has no other network 'm'.",
        ),
        (
            LINKS.replace("code: n", "code: values") % "",
            "The code 'values' is the name of a source mapping already.",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_the_way_out(say, entry, message):
    assert message in say(entry).problem()


def test_two_networks_have_two_codes(say):
    gravity = "{code: g, kind: gravity, masses: [gdp]}"
    assert (
        "networks[1].code (line 12): The code 'g' stands twice." in say(gravity, gravity).problem()
    )
