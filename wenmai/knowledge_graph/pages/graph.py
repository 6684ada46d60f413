"""The layers of a study's graph: who is linked with whom, and how far layers overlap."""

from functools import partial

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Page, chosen
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.knowledge_graph.pages import findings
from wenmai.knowledge_graph.pages.ego import ego_block
from wenmai.networks.pages.charts import circle
from wenmai.networks.pages.findings import hubs, linked_most

TEXT = Texts(
    "pages.graph",
    *("title", "lead", "links", "one", "other", "nodes", "nodes_note", "overlap", "other_layer"),
    *("links_note",),
)

WHERE = {"layer_code": chosen("layer")}
# As many as can be read on a circle.
SHOWN_ENTITIES = 60
_LINKS = """
with strongest as (
    select layer_code, entity_code
    from marts.fct_layer_nodes
    where study_code = {study}
    qualify row_number() over (
        partition by layer_code order by strength desc, entity_code
    ) <= {shown}
),

-- the strongest link is drawn, whoever it joins
ranked as (
    select
        *,
        row_number() over (
            partition by layer_code order by weight desc, from_entity, to_entity
        ) as place
    from marts.fct_layer_links
    where study_code = {study}
),

-- two of one name would be one node
named as (
    select
        entity_code,
        case
            when count(*) over (partition by entity_name) = 1 then entity_name
            else entity_name || ' (' || entity_code || ')'
        end as shown_name
    from marts.dim_entities
    where study_code = {study}
)

select
    links.layer_code, one_name.shown_name as from_name,
    other_name.shown_name as to_name, links.weight as strength, links.n_works,
    links.first_year, links.last_year
from ranked as links
left join strongest as one
    on links.layer_code = one.layer_code and links.from_entity = one.entity_code
left join strongest as other
    on links.layer_code = other.layer_code and links.to_entity = other.entity_code
inner join named as one_name on links.from_entity = one_name.entity_code
inner join named as other_name on links.to_entity = other_name.entity_code
where
    links.place = 1
    or (one.entity_code is not null and other.entity_code is not null)
order by links.layer_code, links.place, from_name, to_name
"""


def layer_chooser(warehouse: Warehouse, study: StudyInfo) -> Chooser | None:
    """Return the layers of a study to choose from, or None when it has no links."""
    answer = warehouse.ask(
        """
        select layer_code, layer_name_zh, layer_name_en
        from marts.dim_graph_layers
        where study_code = {study} and n_links > 0
        order by position
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    named = answer.combinations("layer_code", "layer_name_zh", "layer_name_en")
    return Chooser("layer", WORD("layer"), named)


def graph_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of the layers, or None when the study has none."""
    chooser = layer_chooser(warehouse, study)
    if chooser is None:
        return None
    return Page(
        "graph",
        TEXT("title"),
        TEXT("lead"),
        [
            *([ego] if (ego := ego_block(warehouse, study)) else []),
            _links(warehouse, study, chooser),
            _nodes(warehouse, study, chooser),
            _overlap(warehouse, study),
        ],
    )


def _links(warehouse: Warehouse, study: StudyInfo, chooser: Chooser) -> Block:
    answer = warehouse.ask(_LINKS, study=study.code, shown=SHOWN_ENTITIES)
    return Block(
        "links",
        TEXT("links"),
        answer.saying(["layer_code"], linked_most, first=1),
        said=SAID,
        option=circle(has_names=True),
        columns=[
            Column("from_name", heading=TEXT("one")),
            Column("to_name", heading=TEXT("other")),
            Column("strength", heading=WORD("weight"), digits=2),
            Column("n_works"),
            Column("first_year"),
            Column("last_year"),
        ],
        choosers=[chooser],
        where=WHERE,
        note=TEXT("links_note", n=SHOWN_ENTITIES),
        height=640,
        is_wide=True,
    )


def _nodes(warehouse: Warehouse, study: StudyInfo, chooser: Chooser) -> Block:
    answer = warehouse.ask(
        """
        select
            nodes.layer_code, entities.entity_name, nodes.entity_code, nodes.degree,
            nodes.strength, nodes.relative_betweenness, nodes.pagerank, nodes.role_code
        from marts.fct_layer_nodes as nodes
        inner join marts.dim_entities as entities using (study_code, entity_code)
        where nodes.study_code = {study}
        qualify
            row_number() over (
                partition by nodes.layer_code order by nodes.strength desc, nodes.entity_code
            ) <= 200
            or nodes.degree = max(nodes.degree) over (partition by nodes.layer_code)
            or nodes.relative_betweenness
            = max(nodes.relative_betweenness) over (partition by nodes.layer_code)
        order by nodes.layer_code, nodes.strength desc, nodes.entity_code
        """,
        study=study.code,
    )
    return Block(
        "nodes",
        TEXT("nodes"),
        answer.saying(["layer_code"], partial(hubs, name="entity_name")),
        said=SAID,
        columns=[
            Column("entity_name"),
            Column("entity_code"),
            Column("degree"),
            Column("strength", digits=2),
            Column("relative_betweenness", digits=3),
            Column("pagerank", digits=4),
            Column("role_code"),
        ],
        choosers=[chooser],
        where=WHERE,
        note=TEXT("nodes_note"),
        is_wide=True,
    )


def _overlap(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            one.layer_name_zh as one_zh, one.layer_name_en as one_en,
            other.layer_name_zh as other_zh, other.layer_name_en as other_en,
            overlap.n_shared_links, overlap.jaccard, overlap.expected_jaccard,
            overlap.degree_correlation, overlap.qap_correlation, overlap.qap_p_greater
        from marts.fct_layer_overlap as overlap
        inner join marts.dim_graph_layers as one
            on overlap.study_code = one.study_code and overlap.layer_code = one.layer_code
        inner join marts.dim_graph_layers as other
            on overlap.study_code = other.study_code and overlap.other_layer_code = other.layer_code
        where overlap.study_code = {study}
        order by one.position, other.position
        """,
        study=study.code,
    )
    block = Block(
        "overlap",
        TEXT("overlap"),
        answer,
        columns=[
            Column("one_zh", "one_en", heading=WORD("layer")),
            Column("other_zh", "other_en", heading=TEXT("other_layer")),
            Column("n_shared_links"),
            Column("jaccard", digits=3),
            Column("expected_jaccard", digits=3),
            Column("degree_correlation", digits=2),
            Column("qap_correlation", digits=3),
            Column("qap_p_greater", digits=3),
        ],
        is_wide=True,
    )
    return block.saying(findings.overlapping(answer))
