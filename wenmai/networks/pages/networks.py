"""Networks of a study: links on a map, nodes, concentration, resilience."""

from collections import Counter

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, Way, both, chosen
from wenmai.atlas.boundaries import boundaries_of
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.networks.pages import findings
from wenmai.networks.pages.charts import pareto
from wenmai.networks.pages.links import PARTS, WHERE, link_blocks

TEXT = Texts(
    "pages.networks",
    *("title", "lead", "nodes", "nodes_note", "pareto", "value", "measure", "thresholds"),
    *("degree", "removed", "resilience", "summary"),
)

TO_UNIT = Way("unit.html#unit={unit_code}", "node_name")


def networks_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of a study's networks, or None when it declares none."""
    networks = warehouse.ask(
        """
        select
            networks.network_code, networks.network_name_zh, networks.network_name_en,
            networks.network_kind, networks.is_directed, networks.is_of_units, summary.year,
            max(summary.value) filter (where summary.measure_code = 'n_nodes') as n_nodes,
            max(summary.value) filter (where summary.measure_code = 'n_links') as n_links,
            max(summary.value) filter (where summary.measure_code = 'density') as density
        from marts.dim_networks as networks
        inner join marts.fct_network_summary as summary using (study_code, network_code)
        where networks.study_code = {study}
        group by all
        order by networks.network_code, summary.year desc
        """,
        study=study.code,
    )
    if not networks.rows:
        return None
    choosers = _choosers(networks)
    boundaries = boundaries_of(warehouse, study)
    return Page(
        "networks",
        TEXT("title"),
        TEXT("lead"),
        [
            *link_blocks(warehouse, study, choosers, boundaries),
            _nodes(warehouse, study, choosers),
            _pareto(warehouse, study, choosers),
            *_roles(warehouse, study, choosers),
            _resilience(warehouse, study, choosers),
            _summary(warehouse, study, choosers),
        ],
        maps={boundaries.code: boundaries.geojson} if boundaries else {},
    )


def _choosers(networks: Answer) -> list[Chooser]:
    named = networks.combinations("network_code", "network_name_zh", "network_name_en")
    return [Chooser("network", WORD("network"), named), Chooser.of_years(networks)]


def _nodes(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> Block:
    answer = warehouse.ask(
        """
        select
            nodes.network_code, nodes.year, nodes.node_name,
            coalesce(units.unit_name_en, nodes.node_name) as node_name_en, units.unit_code,
            nodes.out_degree,
            nodes.in_degree, nodes.degree, nodes.relative_betweenness, nodes.closeness_out,
            nodes.closeness_in, nodes.closeness_convention, nodes.clustering, nodes.pagerank,
            nodes.role_code, nodes.role_share
        from marts.fct_network_nodes as nodes
        inner join marts.dim_networks as networks using (study_code, network_code)
        left join marts.dim_units as units
            on nodes.node_code = units.unit_code and networks.is_of_units
        where nodes.study_code = {study}
        qualify
            row_number() over (
                partition by nodes.network_code, nodes.year
                order by nodes.degree desc, nodes.node_code
            ) <= 300
            or nodes.relative_betweenness
            = max(nodes.relative_betweenness) over (partition by nodes.network_code, nodes.year)
        order by
            nodes.network_code, nodes.year desc, nodes.degree desc, nodes.node_name, nodes.node_code
        """,
        study=study.code,
    )
    answer = answer.saying(PARTS, findings.hubs)
    return Block(
        "nodes",
        TEXT("nodes"),
        answer,
        columns=[
            Column("node_name", "node_name_en"),
            Column("out_degree"),
            Column("in_degree"),
            Column("degree"),
            Column("relative_betweenness", digits=3),
            Column("closeness_out", digits=2),
            Column("closeness_in", digits=2),
            Column("role_code"),
            Column("role_share", is_percent=True, digits=0),
        ],
        choosers=choosers,
        where=WHERE,
        note=TEXT("nodes_note"),
        is_wide=True,
        said=SAID,
        opens=[TO_UNIT],
        parts=PARTS,
    )


def _pareto(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> Block:
    answer = warehouse.ask(
        """
        select
            pareto.network_code, pareto.year, pareto.measure_code, pareto.rank, nodes.node_name,
            coalesce(units.unit_name_en, nodes.node_name) as node_name_en, units.unit_code,
            pareto.value, pareto.cumulative_share
        from marts.fct_network_pareto as pareto
        inner join marts.fct_network_nodes as nodes
            using (study_code, network_code, year, node_code)
        left join marts.dim_units as units on pareto.node_code = units.unit_code
        where pareto.study_code = {study}
        qualify row_number() over (
            partition by pareto.network_code, pareto.year, pareto.measure_code
            order by pareto.rank, pareto.cumulative_share, pareto.node_code
        ) <= 40
        order by
            pareto.network_code, pareto.year, pareto.measure_code, pareto.rank,
            pareto.cumulative_share, pareto.node_code
        """,
        study=study.code,
    )
    where = {**WHERE, "measure_code": chosen("measure")}
    # the degree is what everybody knows
    measures = sorted(set(answer.column("measure_code")), key=lambda code: (code != "degree", code))
    return Block(
        "pareto",
        TEXT("pareto"),
        answer.saying(list(where), findings.half_of),
        said=SAID,
        option=pareto(
            both("node_name", "node_name_en"),
            "value",
            "cumulative_share",
            value_name=TEXT("value"),
            where=where,
        ),
        columns=[
            Column("rank"),
            Column("node_name", "node_name_en"),
            Column("value", digits=3),
            Column("cumulative_share", is_percent=True),
        ],
        choosers=[
            *choosers,
            Chooser.of_values("measure", TEXT("measure"), measures),
        ],
        where=where,
        opens=[TO_UNIT],
        parts=PARTS,
    )


def _roles(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            bands.network_code, bands.year, nodes.node_name,
            coalesce(units.unit_name_en, nodes.node_name) as node_name_en, units.unit_code,
            bands.degree, bands.degree_low, bands.degree_high, bands.role_code, bands.role_share,
            bands.other_role_code
        from marts.fct_threshold_sensitivity as bands
        inner join marts.fct_network_nodes as nodes
            using (study_code, network_code, year, node_code)
        left join marts.dim_units as units on bands.node_code = units.unit_code
        where bands.study_code = {study}
        order by
            bands.network_code, bands.year, bands.degree desc, nodes.node_name, bands.node_code
        """,
        study=study.code,
    )
    codes = set(answer.column("network_code"))
    choices = [choice for choice in choosers[0].choices if choice[0] in codes]
    if not choices:
        return []
    own = [Chooser("gravity", choosers[0].label, choices), choosers[1]]
    most = max(Counter((row[0], row[1]) for row in answer.rows).values())
    where = {**WHERE, "network_code": chosen("gravity")}
    return [
        Block(
            "thresholds",
            TEXT("thresholds"),
            answer.saying(PARTS, findings.roles_kept),
            said=SAID,
            option=bars(
                both("node_name", "node_name_en"),
                [(TEXT("degree"), "degree")],
                where=where,
                interval=("degree_low", "degree_high"),
            ),
            columns=[
                Column("node_name", "node_name_en"),
                Column("degree"),
                Column("degree_low"),
                Column("degree_high"),
                Column("role_code"),
                Column("role_share", is_percent=True, digits=0),
            ],
            choosers=own,
            where=where,
            height=max(480, 18 * most + 60),
            opens=[TO_UNIT],
            parts=PARTS,
        )
    ]


def _resilience(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> Block:
    answer = warehouse.ask(
        """
        select
            network_code, year, strategy_code, removed_share, giant_share, giant_share_p05,
            giant_share_p95, efficiency
        from marts.fct_network_resilience
        where study_code = {study}
        order by network_code, year, strategy_code, removed_share
        """,
        study=study.code,
    )
    strategies = dict.fromkeys(answer.column("strategy_code"))
    option = lines(
        "removed_share",
        [(code, "giant_share", {**WHERE, "strategy_code": code}) for code in strategies],
        x_name=TEXT("removed"),
        from_zero=True,
    )
    option["xAxis"] |= {"type": "value", "min": 0, "max": 1}
    return Block(
        "resilience",
        TEXT("resilience"),
        answer.saying(PARTS, findings.falls_apart),
        said=SAID,
        option=option,
        columns=[
            Column("strategy_code"),
            Column("removed_share", is_percent=True),
            Column("giant_share", is_percent=True),
            Column("efficiency", digits=3),
        ],
        choosers=choosers,
        where=WHERE,
        height=480,
        parts=PARTS,
    )


def _summary(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> Block:
    answer = warehouse.ask(
        """
        select
            network_code, year, measure_code, value, convention, convention_zh, reason, reason_zh
        from marts.fct_network_summary
        where study_code = {study}
        order by network_code, year desc, measure_code
        """,
        study=study.code,
    )
    return Block(
        "summary",
        TEXT("summary"),
        answer.saying(PARTS, findings.whole),
        said=SAID,
        columns=[
            Column("measure_code"),
            Column("value"),
            Column("convention_zh", "convention"),
            Column("reason_zh", "reason"),
        ],
        choosers=choosers,
        where=WHERE,
        is_wide=True,
        parts=PARTS,
    )
