"""The links of a study's networks: as a graph, as a matrix, and on the study's own boundaries."""

import numpy as np

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Way, chosen
from wenmai.atlas.boundaries import StudyMap
from wenmai.atlas.maps import link_map, on_map
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.tile_grid import tile_grid
from wenmai.atlas.warehouse import Warehouse
from wenmai.networks.pages import findings
from wenmai.networks.pages.charts import graph, matrix

TEXT = Texts(
    "pages.links",
    *("links", "graph", "node", "graph_note", "matrix", "matrix_note", "map", "map_note"),
    *("backbone", "strongest"),
)

WHERE = {"network_code": chosen("network"), "year": chosen("year")}
LINKS = Chooser(
    "links",
    TEXT("links"),
    [
        (code, said["zh"], said["en"])
        for code, said in (("backbone", TEXT("backbone")), ("all", TEXT("strongest")))
    ],
)
PARTS = ("network_code", "year")
_STEPS = 80  # of the layout by forces


def link_blocks(
    warehouse: Warehouse,
    study: StudyInfo,
    choosers: list[Chooser],
    boundaries: StudyMap | None,
) -> list[Block]:
    """Return the links as a graph and a matrix, and on boundaries where the study has some."""
    links = _links(warehouse, study)
    if not links.rows:
        return []
    columns = [
        Column("from_name", "from_name_en", heading=WORD("from")),
        Column("to_name", "to_name_en", heading=WORD("to")),
        Column("strength"),
    ]
    codes = dict.fromkeys(zip(links.column("from_node"), links.column("from_name"), strict=True))
    codes |= dict.fromkeys(zip(links.column("to_node"), links.column("to_name"), strict=True))
    nodes = [("", "全部节点", "All nodes"), *((code, name, name) for code, name in sorted(codes))]
    on_boundaries = _map(warehouse, study, choosers, boundaries) if boundaries else []
    return [
        Block(
            "graph",
            TEXT("graph"),
            links,
            said=SAID,
            option=graph(),
            columns=columns,
            choosers=[*choosers, LINKS, Chooser("node", TEXT("node"), nodes)],
            where=WHERE,
            note=TEXT("graph_note"),
            height=620,
            opens=[Way("#node={from_node}", "from_name"), Way("#node={to_node}", "to_name")],
            parts=PARTS,
            is_wide=True,
        ),
        *on_boundaries,
        Block(
            "matrix",
            TEXT("matrix"),
            links,
            option=matrix(),
            columns=columns,
            choosers=choosers,
            where=WHERE,
            note=TEXT("matrix_note"),
            height=620,
            parts=PARTS,
        ),
    ]


_STRONGEST = """
    with ranked as (
        select
            links.network_code, links.year, links.from_node, links.to_node, links.strength,
            row_number() over (
                partition by links.network_code, links.year
                order by links.strength desc, links.from_node, links.to_node
            ) as place,
            row_number() over (
                partition by links.network_code, links.year, links.from_node
                order by links.strength desc, links.to_node
            ) as place_from,
            row_number() over (
                partition by links.network_code, links.year, links.to_node
                order by links.strength desc, links.from_node
            ) as place_to
        from marts.fct_network_links as links
        where links.study_code = {study} and links.is_linked
    ),
    kept as (
        select
            network_code, year, from_node, to_node, strength,
            least(place_from, place_to) <= 2 as is_backbone
        from ranked
        where place <= 400 or least(place_from, place_to) <= 2
    ),
    nodes as (
        select
            nodes.network_code, nodes.year, nodes.node_code, nodes.node_name, nodes.role_code,
            nodes.degree, coalesce(units.unit_name_en, nodes.node_name) as node_name_en
        from marts.fct_network_nodes as nodes
        inner join marts.dim_networks as networks using (study_code, network_code)
        left join marts.dim_units as units
            on nodes.node_code = units.unit_code and networks.is_of_units
        where nodes.study_code = {study}
    )
    select
        kept.network_code, kept.year, kept.from_node, one.node_name as from_name,
        one.node_name_en as from_name_en, one.role_code, one.degree as from_degree,
        kept.to_node, other.node_name as to_name, other.node_name_en as to_name_en,
        other.role_code as other_role_code, other.degree as to_degree, kept.strength,
        kept.is_backbone
    from kept
    inner join nodes as one
        on kept.network_code = one.network_code and kept.year = one.year
        and kept.from_node = one.node_code
    inner join nodes as other
        on kept.network_code = other.network_code and kept.year = other.year
        and kept.to_node = other.node_code
    order by kept.network_code, kept.year desc, kept.strength desc, kept.from_node, kept.to_node
"""


def _links(warehouse: Warehouse, study: StudyInfo) -> Answer:
    """Return the strongest links of every network and year, with where their ends are drawn."""
    answer = warehouse.ask(
        _STRONGEST,
        study=study.code,
    )
    places = _places(warehouse, study, answer)
    networks = answer.column("network_code")
    added: dict[str, list[float]] = {}
    for end in ("from", "to"):
        at = zip(networks, answer.column(f"{end}_node"), strict=True)
        where = [places[network, node] for network, node in at]
        added |= {f"{end}_x": [x for x, _ in where], f"{end}_y": [y for _, y in where]}
    return answer.having(added).saying(PARTS, findings.linked_most, first=1)


Places = dict[tuple[str, str], tuple[float, float]]


def _places(warehouse: Warehouse, study: StudyInfo, links: Answer) -> Places:
    """Return where each node of a network is drawn, in all years: units on tiles."""
    located = {
        code: (longitude, latitude)
        for code, longitude, latitude in warehouse.ask(
            """
            select distinct units.unit_code, units.longitude, units.latitude
            from marts.fct_network_links as links
            inner join marts.dim_networks as networks using (study_code, network_code)
            inner join marts.dim_units as units
                on units.unit_code in (links.from_node, links.to_node)
            where
                links.study_code = {study} and networks.is_of_units
                and units.longitude is not null and units.latitude is not null
            order by units.unit_code
            """,
            study=study.code,
        ).rows
    }
    weights: dict[str, dict[tuple[str, str], float]] = {}
    for row in links.records():
        pair = tuple(sorted((row["from_node"], row["to_node"])))
        of_network = weights.setdefault(row["network_code"], {})
        of_network[pair] = of_network.get(pair, 0.0) + float(row["strength"])
    places: Places = {}
    for network, pairs in weights.items():
        nodes = sorted({node for pair in pairs for node in pair})
        found = _on_tiles(nodes, located) if located.keys() >= set(nodes) else _by_forces(pairs)
        places |= {(network, node): at for node, at in found.items()}
    return places


def _on_tiles(
    nodes: list[str], located: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    columns, rows = tile_grid(*(np.array([located[node][end] for node in nodes]) for end in (0, 1)))
    shifted = columns + 0.5 * (rows % 2)  # so that links do not run through tiles in between
    return {
        node: (float(column), float(row))
        for node, column, row in zip(nodes, shifted, rows, strict=True)
    }


def _by_forces(pairs: dict[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Lay nodes out by springs along their links (Fruchterman and Reingold 1991)."""
    import networkx as nx  # noqa: PLC0415

    drawn = nx.Graph()
    drawn.add_weighted_edges_from((*pair, np.log1p(weight)) for pair, weight in pairs.items())
    found = nx.spring_layout(
        drawn, k=2.2 / np.sqrt(len(drawn)), iterations=_STEPS, seed=1, method="force"
    )
    return {node: (round(float(x), 3), round(float(y), 3)) for node, (x, y) in found.items()}


def _map(
    warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser], boundaries: StudyMap
) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            links.network_code, links.year, links.strength,
            links.strength / max(links.strength) over (
                partition by links.network_code, links.year
            ) as strength_share,
            one.unit_name_zh as from_zh, one.unit_name_en as from_en,
            one.longitude as from_longitude, one.latitude as from_latitude,
            other.unit_name_zh as to_zh, other.unit_name_en as to_en,
            other.longitude as to_longitude, other.latitude as to_latitude
        from marts.fct_network_links as links
        inner join marts.dim_networks as networks using (study_code, network_code)
        inner join marts.dim_units as one on links.from_node = one.unit_code
        inner join marts.dim_units as other on links.to_node = other.unit_code
        where links.study_code = {study} and links.is_linked and networks.is_of_units
        qualify row_number() over (
            partition by links.network_code, links.year
            order by links.strength desc, links.from_node, links.to_node
        ) <= 400
        order by
            links.network_code, links.year, links.strength desc, from_zh, to_zh, links.from_node,
            links.to_node
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    kept = [chooser for chooser in choosers if chooser.code == "year"]
    codes = set(answer.column("network_code"))
    choices = [choice for choice in choosers[0].choices if choice[0] in codes]
    where = {**WHERE, "network_code": chosen("unit_network")}
    return [
        Block(
            "map",
            TEXT("map"),
            answer,
            option=on_map(link_map(where=where, value="strength"), boundaries.code),
            columns=[
                Column("from_zh", "from_en", heading=WORD("from")),
                Column("to_zh", "to_en", heading=WORD("to")),
                Column("strength"),
            ],
            choosers=[Chooser("unit_network", WORD("network"), choices), *kept],
            where=where,
            note=TEXT("map_note"),
            height=560,
            parts=PARTS,
        )
    ]
