"""Write a published network as a Pajek or GEXF file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import CHOOSE_AN_ENDING, NOTHING_PUBLISHED, REFRESH_FIRST
from wenmai.kit.problems import did_you_mean
from wenmai.networks.gexf import write_gexf
from wenmai.networks.pajek import (
    PajekFile,
    PajekNetwork,
    PajekPartition,
    PajekTie,
    PajekVector,
    PajekVertex,
    write_pajek,
)
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.whole_file import whole_file

if TYPE_CHECKING:
    import duckdb

NO_ENDING_OF_NETWORKS = Sentence("networks.no_ending_of_networks", "path")
IN_SEVERAL_STUDIES = Sentence("networks.in_several_studies", "network", "studies")
SAY_WHICH_STUDY = Sentence("networks.say_which_study")
NO_NETWORK_AT_ALL = Sentence("networks.no_network_at_all")
NETWORK_NOT_FOUND = Sentence("networks.network_not_found", "network", "where")
NETWORK_EMPTY = Sentence("networks.network_empty", "network")
LOOK_INTO_FINDINGS = Sentence("networks.look_into_findings")
NETWORK_WITHOUT_YEAR = Sentence("networks.network_without_year", "network", "year")
HAS_YEARS = Sentence("networks.has_years", "first", "last")

# The classes of the partition that goes with a project.
ROLES = {"core_hub": 1, "bridge": 2, "sub_node": 3, "edge_node": 4}


def export_network(
    settings: Settings,
    network: str,
    path: Path,
    *,
    study: str | None = None,
    year: int | None = None,
) -> PajekFile:
    """Write a network of the current release to a ``.net``, ``.paj`` or ``.gexf`` file.

    Vertices are labelled with their names, in the order of their codes, units at their place on
    the map. Ties are the links of the 0–1 matrix with their strength: arcs, or edges where the
    network has no directions. A ``.net`` file holds one year; a ``.paj`` file holds one or all
    years, and for each a partition of the roles (1 core hub, 2 bridge, 3 sub-node, 4 edge node)
    and a vector of relative betweenness.

    Parameters
    ----------
    settings : Settings
    network : str
        Code of the network.
    path : Path
        Its ending decides the format; an existing file is replaced.
    study : str, optional
        Needed where several studies have a network of this code.
    year : int, optional
        Default: the last one for ``.net``, all for ``.paj``.

    Returns
    -------
    PajekFile
        What was written.

    Raises
    ------
    WenmaiError
        For an unknown ending, network, study or year, or nothing published.

    Examples
    --------
    >>> export_network(Settings.from_env(), "culture_travel", Path("liaoning.net"),
    ...                year=2024)  # doctest: +SKIP
    """
    import duckdb  # noqa: PLC0415

    ending = path.suffix.lower()
    if ending not in {".net", ".paj", ".gexf"}:
        raise WenmaiError(NO_ENDING_OF_NETWORKS(path=path.name), hint=CHOOSE_AN_ENDING())
    if not settings.serving_file.exists():
        raise WenmaiError(NOTHING_PUBLISHED(), hint=REFRESH_FIRST())
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        study, name, is_directed = _find(connection, network, study)
        years = _years(connection, study, network, year)
        if ending != ".paj":
            years = years[-1:]
        parts = [_read(connection, (study, network, one), name, is_directed) for one in years]
    networks = tuple(part[0] for part in parts)
    if ending == ".gexf":
        with whole_file(path) as part:
            write_gexf(networks[0], part)
        return PajekFile(networks)
    if ending == ".net":
        content = PajekFile(networks)
    else:
        content = PajekFile(
            networks, tuple(part[1] for part in parts), tuple(part[2] for part in parts)
        )
    with whole_file(path) as part:
        write_pajek(content, part)
    return content


def _find(
    connection: "duckdb.DuckDBPyConnection", network: str, study: str | None
) -> tuple[str, str, bool]:
    """Return study, name and direction of the one network that is meant."""
    known = connection.execute(
        "select study_code, network_code, network_name_en, is_directed from marts.dim_networks"
        " order by all"
    ).fetchall()
    found = [row for row in known if row[1] == network and study in {None, row[0]}]
    if len(found) == 1:
        return found[0][0], found[0][2], found[0][3]
    if found:
        studies = ", ".join(row[0] for row in found)
        raise WenmaiError(
            IN_SEVERAL_STUDIES(network=network, studies=studies), hint=SAY_WHICH_STUDY()
        )
    codes = sorted({row[1] for row in known if study in {None, row[0]}})
    hint = did_you_mean(network, codes, "networks") or NO_NETWORK_AT_ALL()
    where = f" in study '{study}'" if study else ""
    raise WenmaiError(NETWORK_NOT_FOUND(network=network, where=where), hint=hint)


def _years(
    connection: "duckdb.DuckDBPyConnection", study: str, network: str, year: int | None
) -> list[int]:
    rows = connection.execute(
        "select distinct year from marts.fct_network_nodes"
        " where study_code = ? and network_code = ? order by year",
        [study, network],
    ).fetchall()
    years = [row[0] for row in rows]
    if not years:
        raise WenmaiError(
            NETWORK_EMPTY(network=network),
            hint=LOOK_INTO_FINDINGS(),
        )
    if year is None:
        return years
    if year not in years:
        raise WenmaiError(
            NETWORK_WITHOUT_YEAR(network=network, year=year),
            hint=HAS_YEARS(first=years[0], last=years[-1]),
        )
    return [year]


def _read(
    connection: "duckdb.DuckDBPyConnection",
    key: tuple[str, str, int],
    name: str,
    is_directed: bool,
) -> tuple[PajekNetwork, PajekPartition, PajekVector]:
    """Return one year: the network, its roles and its betweenness."""
    nodes = connection.execute(
        """
        select nodes.node_code, nodes.node_name, nodes.role_code, nodes.relative_betweenness,
            units.longitude, units.latitude
        from marts.fct_network_nodes as nodes
        left join marts.dim_units as units on nodes.node_code = units.unit_code
        where nodes.study_code = ? and nodes.network_code = ? and nodes.year = ?
        order by nodes.node_code
        """,
        list(key),
    ).fetchall()
    links = connection.execute(
        """
        select from_node, to_node, strength from marts.fct_network_links
        where study_code = ? and network_code = ? and year = ? and is_linked
        order by from_node, to_node
        """,
        list(key),
    ).fetchall()
    numbers = {row[0]: number for number, row in enumerate(nodes, start=1)}
    places = _places(nodes)
    network = PajekNetwork(
        tuple(PajekVertex(row[1], places.get(row[0], ())) for row in nodes),
        tuple(
            PajekTie(numbers[start], numbers[end], strength, is_directed)
            for start, end, strength in links
        ),
        f"{name} {key[2]}",
    )
    roles = PajekPartition(tuple(ROLES[row[2]] for row in nodes), f"Roles {key[2]}")
    betweenness = PajekVector(
        tuple(float(row[3] or 0) for row in nodes), f"Relative betweenness {key[2]}"
    )
    return network, roles, betweenness


def _places(nodes: list[Any]) -> dict[str, tuple[float, float]]:
    """Put units on the unit square as a map shows them: Pajek counts y from the top."""
    placed = {row[0]: (row[4], row[5]) for row in nodes if row[4] is not None}
    if len(placed) < 2:
        return {}
    x, y = zip(*placed.values(), strict=True)
    width = max(max(x) - min(x), max(y) - min(y)) or 1.0
    return {
        code: (
            round(0.05 + 0.9 * (longitude - min(x)) / width, 4),
            round(0.05 + 0.9 * (max(y) - latitude) / width, 4),
        )
        for code, (longitude, latitude) in placed.items()
    }
