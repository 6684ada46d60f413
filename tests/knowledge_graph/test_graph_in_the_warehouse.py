"""The demo's graph from its files to the marts, once, and what must hold of every mart."""

import pandas as pd
import pytest
from knowledge_graph.landed_graph import run_graphs, write_study

from demo import screen_graph_files
from demo.screen_graph import make_world
from wenmai.settings import Settings


@pytest.fixture(scope="module")
def world():
    return make_world()


@pytest.fixture(scope="module")
def con(compiled_models, project_dir, tmp_path_factory):
    home = tmp_path_factory.mktemp("graph")
    landing = home / "landing"
    settings = Settings(project_dir=project_dir, home=home, landing=(landing,))
    methods = ["popularity", "default", "rgcn"]
    section = screen_graph_files.graph_section() | {"steps": 12, "methods": methods}
    folder = write_study(landing, "screen", section, {})
    screen_graph_files.write(folder, tmp_path_factory.mktemp("truth"))
    return run_graphs(compiled_models, settings)


def rows(con, query):
    return con.execute(query).fetchall()


def test_every_role_of_the_demo_is_a_triple_and_nothing_is_lost(con, world):
    found = set(
        rows(con, "select head_code, relation_code, tail_code from marts.fct_triples where is_role")
    )
    assert found == {(r.entity, r.relation, r.work) for r in world.roles}
    outcomes = dict(
        rows(
            con,
            "select outcome, count(*) from intermediate.int_knowledge_graph__record_outcomes"
            " group by 1",
        )
    )
    assert set(outcomes) == {"loaded"}


def test_works_bring_genres_and_regions_and_their_year(con, world):
    features = rows(
        con,
        "select head_code, tail_code, valid_from from marts.fct_triples where not is_role",
    )
    expected = {
        (w.code, f"{kind}:{name}", w.year)
        for w in world.works
        for kind, names in (("genre", w.genres), ("region", w.regions))
        for name in names
    }
    assert set(features) == expected


def test_planted_triples_are_suspicious_for_the_planted_reason(con, world):
    quality = con.execute("select * from marts.fct_triple_quality").df()
    quality = quality.set_index(["head_code", "relation_code", "tail_code"])
    reasons = {
        "wrong_year": {"before_birth", "after_death"},
        "functional_clash": {"functional_clash"},
        "alias": {"alias_duplicate"},
    }
    for planted in world.planted:
        row = quality.loc[(planted.entity, planted.relation, planted.work)]
        if planted.kind in reasons:
            assert row["reason_code"] in reasons[planted.kind]
            assert row["is_suspicious"]
            assert row["detail"] in row["reason"]
            assert row["detail"] in row["reason_zh"]
    swaps = [p for p in world.planted if p.kind == "swap"]
    found = [quality.loc[(p.entity, p.relation, p.work), "is_suspicious"] for p in swaps]
    assert sum(found) >= 15


def test_two_people_of_one_name_are_listed_and_not_merged(con, world):
    name = world.entities[world.namesakes[0]].name
    found = rows(
        con,
        "select detail, problem_zh from marts.fct_graph_problems where reason_code = 'same_name'",
    )
    assert found == [(", ".join(world.namesakes), found[0][1])]
    assert "未予合并" in found[0][1]
    assert rows(con, f"select count(*) from marts.dim_entities where entity_name = '{name}'") == [
        (2,)
    ]


def test_candidates_and_labels_are_judged(con, world):
    found = con.execute("select * from marts.fct_link_candidates").df()
    assert len(found) == 80
    withheld = {(p.entity, p.work) for p in world.withheld}
    is_true = [
        pair in withheld for pair in zip(found["head_code"], found["tail_code"], strict=True)
    ]
    median = found.groupby(pd.Series(is_true))["candidate_rank"].median()
    assert median[True] < median[False] / 4
    sources = rows(
        con,
        "select source_code, auc from marts.fct_triple_classification where method_code = 'judge'",
    )
    assert {source for source, _ in sources} == {"drawn", "labels"}
    assert min(area for _, area in sources) > 0.8


@pytest.mark.parametrize(
    "mart",
    [
        *("dim_entities", "fct_layer_links", "fct_layer_nodes", "fct_multilayer_nodes"),
        *("fct_layer_overlap", "fct_entity_popularity", "fct_graph_evaluation"),
        "fct_triple_calibration",
    ],
)
def test_no_mart_is_empty(con, mart):
    assert rows(con, f"select count(*) > 0 from marts.{mart}") == [(True,)]


def test_tenths_of_probability_add_up_to_the_calibration_error(con):
    wrong = rows(
        con,
        """
        with errors as (
            select
                method_code, source_code, sum(n_triples) as n,
                sum(n_triples * abs(mean_probability - true_share)) / sum(n_triples) as error
            from marts.fct_triple_calibration
            group by all
        )
        select * from errors full join marts.fct_triple_classification
            using (method_code, source_code)
        where n is distinct from n_true + n_false or not abs(error - calibration_error) < 1e-9
        """,
    )
    assert wrong == []


def test_the_seconds_of_learning_are_told_and_are_in_no_hash(con):
    from wenmai.publish.hashing import content_columns

    ((least, n_methods),) = rows(
        con,
        "select min(_fit_seconds), count(distinct (split_code, method_code, _fit_seconds))"
        " from marts.fct_graph_evaluation",
    )
    assert least >= 0
    assert n_methods == 2 * 3
    assert content_columns([("_fit_seconds", "DOUBLE")]) == []


def test_every_layer_has_links_of_the_right_kinds(con):
    found = rows(
        con,
        """
        select links.layer_code, string_agg(distinct ends.entity_kind, ' ' order by entity_kind)
        from marts.fct_layer_links as links
        inner join marts.dim_entities as ends
            on ends.entity_code in (links.from_entity, links.to_entity)
        group by 1
        """,
    )
    assert dict(found) == {
        "co_cast": "person",
        "director_actor": "person",
        "co_production": "institution",
        "institution_person": "institution person",
    }


def test_layer_nodes_count_their_links(con):
    wrong = rows(
        con,
        """
        with ends as (
            select layer_code, from_entity as entity_code from marts.fct_layer_links
            union all
            select layer_code, to_entity from marts.fct_layer_links
        ),
        counted as (select layer_code, entity_code, count(*) as n from ends group by all)
        select * from counted full join marts.fct_layer_nodes using (layer_code, entity_code)
        where n is distinct from degree
        """,
    )
    assert wrong == []
