"""People and institutions of a study's graph: popularity, and places over all layers."""

from wenmai.atlas.blocks import Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse

SHOWN = 25


def graph_entities_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of people and institutions, or None when there are none."""
    blocks = [
        block
        for block in (_popularity(warehouse, study), _multilayer(warehouse, study))
        if block is not None
    ]
    if not blocks:
        return None
    return Page(
        "graph_entities",
        both("人物与机构", "People and institutions"),
        both("人气与多层地位。", "Popularity and places over the layers."),
        blocks,
    )


def _popularity(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            popular.year, entities.entity_name || ' (' || popular.entity_code || ')' as entity_name,
            entities.entity_kind, popular.popularity, popular.popularity_rank, popular.n_works
        from marts.fct_entity_popularity as popular
        inner join marts.dim_entities as entities using (study_code, entity_code)
        where popular.study_code = {study}
        qualify row_number() over (
            partition by popular.year order by popular.popularity desc, popular.entity_code
        ) <= {shown}
        order by popular.year desc, popular.popularity desc, popular.entity_code
        """,
        study=study.code,
        shown=SHOWN,
    )
    if not answer.rows:
        return None
    where = {"year": chosen("year")}
    return Block(
        "popularity",
        both("人气", "Popularity"),
        answer,
        option=bars("entity_name", [(both("人气", "Popularity"), "popularity")], where=where),
        columns=[
            Column("popularity_rank"),
            Column("entity_name"),
            Column("popularity", digits=3),
            Column("n_works", of="fct_entity_popularity"),
        ],
        choosers=[Chooser.of_years(answer)],
        where=where,
        note=both(
            f"当年人气最高的 {SHOWN} 个：此前作品的成绩乘以署名份额，按半衰期递减。",
            f"The {SHOWN} most popular: success of earlier works times the share in them, "
            "halved every half-life.",
        ),
        height=560,
    )


def _multilayer(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        select
            entities.entity_kind, entities.entity_name, nodes.entity_code, nodes.n_layers,
            nodes.overlapping_degree, nodes.participation, nodes.multiplex_pagerank
        from marts.fct_multilayer_nodes as nodes
        inner join marts.dim_entities as entities using (study_code, entity_code)
        where nodes.study_code = {study}
        qualify row_number() over (
            partition by entities.entity_kind
            order by nodes.overlapping_degree desc, nodes.entity_code
        ) <= 200
        order by entities.entity_kind, nodes.overlapping_degree desc, nodes.entity_code
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    kinds = Chooser.of_values("kind", both("类别", "Kind"), answer.column("entity_kind"))
    return Block(
        "multilayer",
        both("多层地位", "Places over the layers"),
        answer,
        columns=[
            Column("entity_name"),
            Column("entity_code"),
            Column("n_layers"),
            Column("overlapping_degree"),
            Column("participation", digits=2),
            Column("multiplex_pagerank", digits=4),
        ],
        choosers=[kinds],
        where={"entity_kind": chosen("kind")},
        note=both(
            "每类重叠度最高的 200 个；参与系数为1表示联系均匀分布于各图层。",
            "The 200 of highest overlapping degree of a kind; a participation of 1 means that "
            "links lie evenly over the layers.",
        ),
        is_wide=True,
    )
