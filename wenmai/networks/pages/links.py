"""The links of a study's networks: on a map where nodes are units, on a circle elsewhere."""

from wenmai.atlas.blocks import Block, Chooser, Column, both, chosen
from wenmai.atlas.boundaries import StudyMap
from wenmai.atlas.maps import link_map, on_map
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.networks.pages.charts import circle

WHERE = {"network_code": chosen("network"), "year": chosen("year")}


def link_blocks(
    warehouse: Warehouse,
    study: StudyInfo,
    choosers: list[Chooser],
    boundaries: StudyMap | None,
) -> list[Block]:
    """Return the map of links between units and the circle of all other links."""
    return [*_map(warehouse, study, choosers, boundaries), *_circle(warehouse, study, choosers)]


def _map(
    warehouse: Warehouse,
    study: StudyInfo,
    choosers: list[Chooser],
    boundaries: StudyMap | None,
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
    option = link_map(where={**WHERE, "network_code": chosen("unit_network")}, value="strength")
    return [
        Block(
            "map",
            both("联系地图", "Map of links"),
            answer,
            option=on_map(option, boundaries.code) if boundaries else option,
            columns=[
                Column("from_zh", "from_en", heading=both("从", "From")),
                Column("to_zh", "to_en", heading=both("到", "To")),
                Column("strength"),
            ],
            choosers=[Chooser("unit_network", both("网络", "Network"), choices), *kept],
            where={**WHERE, "network_code": chosen("unit_network")},
            note=both(
                "超过阈值的联系中每年最强的 400 条。",
                "Of the links above the threshold the 400 strongest of a year.",
            ),
            height=560,
        )
    ]


def _circle(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> list[Block]:
    answer = warehouse.ask(
        """
        with strongest as (
            select links.*
            from marts.fct_network_links as links
            inner join marts.dim_networks as networks using (study_code, network_code)
            where links.study_code = {study} and links.is_linked and not networks.is_of_units
            qualify row_number() over (
                partition by links.network_code, links.year
                order by links.strength desc, links.from_node, links.to_node
            ) <= 400
        )

        select
            links.network_code, links.year, one.node_name as from_name,
            other.node_name as to_name, links.strength
        from strongest as links
        inner join marts.fct_network_nodes as one
            on
                links.study_code = one.study_code and links.network_code = one.network_code
                and links.year = one.year and links.from_node = one.node_code
        inner join marts.fct_network_nodes as other
            on
                links.study_code = other.study_code and links.network_code = other.network_code
                and links.year = other.year and links.to_node = other.node_code
        order by
            links.network_code, links.year, links.strength desc, from_name, to_name,
            links.from_node, links.to_node
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    codes = set(answer.column("network_code"))
    choices = [choice for choice in choosers[0].choices if choice[0] in codes]
    where = {**WHERE, "network_code": chosen("other_network")}
    return [
        Block(
            "circle",
            both("联系图", "Links"),
            answer,
            option=circle(),
            columns=[
                Column("from_name", heading=both("一方", "One")),
                Column("to_name", heading=both("另一方", "Other")),
                Column("strength"),
            ],
            choosers=[Chooser("other_network", both("网络", "Network"), choices), choosers[1]],
            where=where,
            note=both(
                "每年最强的 400 条联系；按度排列。", "The 400 strongest links of a year, by degree."
            ),
            height=560,
        )
    ]
