"""People and institutions of a study's graph: popularity, and places over all layers."""

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.knowledge_graph.pages import findings

TEXT = Texts(
    "pages.entities",
    *("title", "lead", "popularity", "kind", "multilayer", "multilayer_note", "popularity_note"),
)

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
        TEXT("title"),
        TEXT("lead"),
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
        TEXT("popularity"),
        answer.saying(["year"], findings.popular, first=3),
        said=SAID,
        option=bars("entity_name", [(TEXT("popularity"), "popularity")], where=where),
        columns=[
            Column("popularity_rank"),
            Column("entity_name"),
            Column("popularity", digits=3),
            Column("n_works", of="fct_entity_popularity"),
        ],
        choosers=[Chooser.of_years(answer)],
        where=where,
        note=TEXT("popularity_note", n=SHOWN),
        height=560,
        is_wide=True,
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
    kinds = Chooser.of_values("kind", TEXT("kind"), answer.column("entity_kind"))
    return Block(
        "multilayer",
        TEXT("multilayer"),
        answer.saying(["entity_kind"], findings.in_most_layers, first=1),
        said=SAID,
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
        note=TEXT("multilayer_note"),
        is_wide=True,
    )
