"""One entity of a graph with those that it is linked with, over all layers."""

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Option, chosen
from wenmai.atlas.charts import LEGEND, frame
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.knowledge_graph.pages import findings

TEXT = Texts(
    "pages.ego",
    *("ego", "neighbour", "entity", "ego_note"),
)

# Of a kind; and as many as have a line of their own on both sides of the picture.
SHOWN_EGOS, SHOWN_NEIGHBOURS = 30, 40
_LINKS = """
with named as (
    select
        entity_code, entity_kind,
        case
            when count(*) over (partition by entity_name) = 1 then entity_name
            else entity_name || ' (' || entity_code || ')'
        end as shown_name
    from marts.dim_entities
    where study_code = {study}
),

egos as (
    select named.*
    from marts.fct_multilayer_nodes as nodes
    inner join named on nodes.entity_code = named.entity_code
    where nodes.study_code = {study}
    qualify row_number() over (
        partition by named.entity_kind
        order by nodes.overlapping_degree desc, nodes.entity_code
    ) <= {egos}
),

ends as (
    select
        layer_code, from_entity as ego, to_entity as other, weight, n_works, first_year, last_year
    from marts.fct_layer_links
    where study_code = {study}
    union all
    select layer_code, to_entity, from_entity, weight, n_works, first_year, last_year
    from marts.fct_layer_links
    where study_code = {study}
),

-- a pair that several layers join is shown in the layer where it weighs most
neighbours as (
    select
        ego, other, max_by(layer_code, (weight, layer_code)) as layer_code,
        sum(weight) as strength, count(*) as n_layers, max(n_works) as n_works,
        count(*) over (partition by ego) as n_neighbours,
        min(first_year) as first_year, max(last_year) as last_year
    from ends
    where ego in (select entity_code from egos)
    group by ego, other
    qualify row_number() over (partition by ego order by sum(weight) desc, other) <= {neighbours}
)

select
    egos.entity_code as ego_code, egos.entity_kind, egos.shown_name as ego_name,
    others.shown_name as other_name, layers.layer_name_zh, layers.layer_name_en,
    neighbours.strength, neighbours.n_layers, neighbours.n_works, neighbours.first_year,
    neighbours.last_year, neighbours.n_neighbours
from neighbours
inner join egos on neighbours.ego = egos.entity_code
inner join named as others on neighbours.other = others.entity_code
inner join marts.dim_graph_layers as layers
    on layers.study_code = {study} and neighbours.layer_code = layers.layer_code
order by
    egos.entity_kind, egos.shown_name, egos.entity_code, neighbours.strength desc,
    others.shown_name
"""


def ego_block(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return the neighbours of an entity that the reader chooses, or None without links."""
    answer = warehouse.ask(_LINKS, study=study.code, egos=SHOWN_EGOS, neighbours=SHOWN_NEIGHBOURS)
    if not answer.rows:
        return None
    named = [(code, name, name) for code, name in answer.combinations("ego_code", "ego_name")]
    return Block(
        "ego",
        TEXT("ego"),
        answer.saying(["ego_code"], findings.neighbours, first=3),
        said=SAID,
        option=_sides(),
        columns=[
            Column("other_name", heading=TEXT("neighbour")),
            Column("layer_name_zh", "layer_name_en", heading=WORD("layer")),
            Column("strength", heading=WORD("weight"), digits=2),
            Column("n_layers"),
            Column("n_works"),
            Column("first_year"),
            Column("last_year"),
        ],
        choosers=[Chooser("ego", TEXT("entity"), named)],
        where={"ego_code": chosen("ego")},
        note=TEXT("ego_note", egos=SHOWN_EGOS, neighbours=SHOWN_NEIGHBOURS),
        height=640,
        is_wide=True,
    )


def _sides() -> Option:
    return frame(
        dataset=[{"id": "all"}],
        legend=LEGEND,
        series=[
            {
                "type": "graph",
                "layout": "none",
                "data": "fn:ego_nodes",
                "links": "fn:ego_links",
                "categories": "fn:ego_layers",
                "label": {"show": True, "fontSize": 11, "width": 96, "overflow": "truncate"},
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "target", "curveness": 0.1, "opacity": 0.5, "width": 1.2},
                **{"left": 110, "right": 110, "top": 46, "bottom": 14},
            }
        ],
        grid={"show": False},
    )
