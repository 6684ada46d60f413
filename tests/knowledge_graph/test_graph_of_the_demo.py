"""The graph of the demo: what was planted is found, and the default beats popularity."""

import pandas as pd
import pytest

from demo.screen_graph import N_PEOPLE, N_WORKS, make_world
from wenmai.knowledge_graph.calibration import auc
from wenmai.knowledge_graph.studies import judgements_by_study, layers_by_study

RELATIONS = {
    **dict.fromkeys(("directed", "wrote", "acted"), "person"),
    **dict.fromkeys(("produced", "distributed"), "institution"),
}
LAYERS = (
    ("co_cast", "acted", None),
    ("director_actor", "directed", "acted"),
    ("co_production", "produced", None),
    ("institution_person", "produced", "directed,acted"),
)


def frame(rows, columns):
    return pd.DataFrame(rows, columns=columns.split()).assign(study_code="screen")


def settings(**given):
    return pd.DataFrame([{"study_code": "screen", "first_year": 2010, "last_year": 2024, **given}])


@pytest.fixture(scope="module")
def world():
    return make_world()


@pytest.fixture(scope="module")
def layers(world):
    year = {work.code: work.year for work in world.works}
    found = layers_by_study(
        frame(
            [(r.work, r.entity, r.relation, r.place, year[r.work]) for r in world.roles],
            "work_code entity_code relation_code position year",
        ),
        frame(
            [(w.code, w.year, w.takings, w.rating, None) for w in world.works],
            "work_code year takings rating n_votes",
        ),
        frame(
            [(code, n, one, other) for n, (code, one, other) in enumerate(LAYERS)],
            "layer_code position one_end other_end",
        ),
        settings(permutations=50),
    ).to_pylist()[0]
    return {name: pd.DataFrame(rows) for name, rows in found.items() if name != "study_code"}


def judged(world, **given):
    year = {work.code: work.year for work in world.works}
    triples = [(r.entity, r.relation, r.work, year[r.work], True) for r in world.roles]
    for work in world.works:
        for kind, names in (("genre", work.genres), ("region", work.regions)):
            triples += [(work.code, f"has_{kind}", f"{kind}:{n}", None, False) for n in names]
    entities = [
        *((e.code, e.kind, e.name, e.born, e.died) for e in world.entities.values()),
        *((w.code, "work", w.title, None, None) for w in world.works),
        *sorted({(t[2], t[2].split(":")[0], t[2], None, None) for t in triples if not t[4]}),
    ]
    ends = {code: "to" if code == "distributed" else None for code in RELATIONS}
    found = judgements_by_study(
        triples=frame(triples, "head relation tail year is_role"),
        entities=frame(entities, "entity_code entity_kind entity_name born_year died_year"),
        relations=frame(
            [(code, kind, "work", ends[code], None) for code, kind in RELATIONS.items()],
            "relation_code from_kind to_kind functional_end inverse_of",
        ),
        aliases=frame(
            [(e.code, alias) for e in world.entities.values() for alias in e.aliases],
            "entity_code alias",
        ),
        statements=frame(
            [("candidate", w.entity, w.relation, w.work, None) for w in world.withheld],
            "statement_kind head relation tail is_true",
        ),
        settings=settings(**given),
    ).to_pylist()[0]
    return {name: pd.DataFrame(rows) for name, rows in found.items() if name != "study_code"}


@pytest.fixture(scope="module")
def judgements(world):
    return judged(world, methods="popularity,default,rgcn", steps=30, bootstrap_draws=50)


def test_the_demo_has_what_it_says(world):
    assert len(world.works) == N_WORKS == 400
    people = [e for e in world.entities.values() if e.kind == "person"]
    assert len(people) == N_PEOPLE + 15  # and the aliases with ids of their own
    kinds = pd.Series([planted.kind for planted in world.planted]).value_counts()
    assert kinds.to_dict() == {"swap": 20, "wrong_year": 15, "alias": 15, "functional_clash": 10}
    one, other = (world.entities[code].name for code in world.namesakes)
    assert one == other


def test_rules_find_every_planted_triple_that_a_rule_can_find(world, judgements):
    quality = judgements["quality"].set_index(["head_code", "relation_code", "tail_code"])
    expected = {
        "wrong_year": {"before_birth", "after_death"},
        "functional_clash": {"functional_clash"},
        "alias": {"alias_duplicate"},
    }
    for planted in world.planted:
        if planted.kind in expected:
            row = quality.loc[(planted.entity, planted.relation, planted.work)]
            assert row["is_suspicious"]
            assert row["reason_code"] in expected[planted.kind]
    rules = quality["reason_code"].isin(set().union(*expected.values())).sum()
    # beside the planted ones only the first of each functional clash
    assert rules == 15 + 15 + 2 * 10


def test_swapped_credits_score_below_true_ones(world, judgements):
    quality = judgements["quality"]
    quality = quality[quality["can_be_judged"]]
    places = pd.MultiIndex.from_frame(quality[["head_code", "tail_code"]])
    planted = {(p.entity, p.work): p.kind for p in world.planted}
    kinds = pd.Series([planted.get(pair, "true") for pair in places])
    compared = kinds.isin(["true", "swap"]).to_numpy()
    scores, is_true = quality["score"].to_numpy(), (kinds == "true").to_numpy()
    assert auc(scores[compared], is_true[compared]) >= 0.8


def test_what_has_no_other_work_has_no_probability(judgements):
    quality = judgements["quality"]
    assert quality["probability"].isna().equals(~quality["can_be_judged"])
    assert quality["probability"].dropna().between(0, 1).all()
    alone = quality[~quality["can_be_judged"]]
    assert len(alone) > 0
    assert not alone["reason_code"].eq("low_probability").any()


def test_the_default_beats_popularity_on_both_splits_and_questions(judgements):
    found = judgements["evaluation"]
    found = found[found["relation_code"] == "all"]
    mrr = found.set_index(["split_code", "question", "method_code"])[["mrr", "mrr_upper"]]
    for split in ("pair", "forward"):
        for question in ("who", "which"):
            best = mrr.loc[(split, question, "default"), "mrr"]
            assert best > 2 * mrr.loc[(split, question, "popularity"), "mrr_upper"]
    assert (found["mrr_lower"] <= found["mrr"]).all()
    assert set(found["method_code"]) == {"popularity", "default", "rgcn"}


def test_withheld_credits_rank_far_above_chance(judgements):
    found = judgements["candidates"]
    assert len(found) == 40
    assert found["candidate_rank"].median() < found["n_candidates"].median() / 10
    chosen = found[found["is_chosen"]]
    assert (chosen["best_code"] == chosen["tail_code"]).all()
    assert (found["margin"] >= 0).all()


def test_probabilities_are_near_the_shares_that_they_promise(judgements):
    found = judgements["classification"].set_index("method_code")
    assert found.loc["judge", "accuracy"] > 0.75
    assert found.loc["judge", "calibration_error"] < 0.1
    assert found.loc["judge", "brier"] < 0.25


def test_the_bridging_institution_takes_part_most_evenly(world, layers):
    found = layers["multilayer"]
    houses = found[found["entity_code"].str.startswith("I")]
    assert houses.loc[houses["participation"].idxmax(), "entity_code"] == world.bridge


def test_layers_measure_every_entity_that_they_join(layers):
    links, nodes = layers["links"], layers["nodes"]
    for layer, mine in links.groupby("layer_code"):
        ends = pd.concat([mine["from_entity"], mine["to_entity"]])
        own = nodes[nodes["layer_code"] == layer].set_index("entity_code")
        assert own["degree"].to_dict() == ends.value_counts().to_dict()
    total = nodes.groupby("entity_code")["degree"].sum()
    overlapping = layers["multilayer"].set_index("entity_code")["overlapping_degree"]
    assert total.equals(overlapping.reindex(total.index)) or (total == overlapping).all()


def test_popularity_goes_with_the_takings_that_it_shaped(world, layers):
    popular = layers["popularity"].set_index(["entity_code", "year"])["popularity"]
    rows = []
    for work in world.works:
        people = [r.entity for r in world.roles if r.work == work.code and r.entity[0] == "P"]
        mean = sum(popular.get((code, work.year), 0) for code in people) / len(people)
        rows.append((mean, work.takings))
    found = pd.DataFrame(rows, columns=["popularity", "takings"])
    assert found.corr(method="spearman").iloc[0, 1] > 0.3


def test_a_graph_of_five_triples_is_not_evaluated_and_says_why(world):
    few = make_world()
    few.roles, few.planted, few.withheld = few.roles[:5], [], []
    found = judged(few)
    assert found["evaluation"].empty
    assert found["problems"].to_dict("records") == [
        {"reason_code": "too_few_triples", "subject": "5", "detail": "100"}
    ]
    assert len(found["quality"]) == 5
    assert found["quality"]["probability"].isna().all()
