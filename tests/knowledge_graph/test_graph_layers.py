"""Layers and measures over them: by hand, against networkx, and by what must always hold."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.knowledge_graph.layers import Layer, layer_links
from wenmai.knowledge_graph.multilayer import (
    layer_overlap,
    multilayer_nodes,
    multiplex_pagerank,
    participation,
)

CO_CAST = Layer("co_cast", ("acted",))
BOTH = Layer("director_actor", ("directed",), ("acted",))


def roles(*rows):
    names = ["work_code", "entity_code", "relation_code", "year"]
    return pd.DataFrame(rows, columns=names)


def links(*pairs):
    return pd.DataFrame(
        [(a, b, 1.0) for a, b in pairs], columns=["from_entity", "to_entity", "weight"]
    )


def test_a_cast_shares_its_weight_and_years_are_first_and_last():
    found = layer_links(
        roles(
            *[("v", code, "acted", 2012) for code in "abc"],
            *[("w", code, "acted", 2015) for code in "ab"],
            ("w", "c", "directed", 2015),
            ("x", "a", "acted", None),
            ("x", "b", "acted", None),
        ),
        CO_CAST,
    ).set_index(["from_entity", "to_entity"])
    ab = found.loc[("a", "b")]
    assert (ab["n_works"], ab["weight"]) == (3, 0.5 + 1 + 1)
    assert (ab["first_year"], ab["last_year"], ab["is_single_work"]) == (2012, 2015, False)
    assert found.loc[("a", "c"), "weight"] == 0.5
    assert len(found) == 3


def test_a_layer_of_two_ends_joins_no_two_of_one_end_and_counts_a_work_once():
    found = layer_links(
        roles(
            ("v", "d", "directed", 2012),
            ("v", "d", "acted", 2012),
            ("v", "a", "acted", 2012),
            ("v", "b", "acted", 2012),
            ("w", "d", "directed", 2013),
            ("w", "a", "acted", 2013),
            ("w", "a", "directed", 2013),
            ("w", "d", "acted", 2013),
        ),
        BOTH,
    )
    pairs = {(r.from_entity, r.to_entity): (r.n_works, r.weight) for r in found.itertuples()}
    # v has three people (1/2 each), w two (1); a and b are never director and actor
    assert pairs == {("a", "d"): (2, 1.5), ("b", "d"): (1, 0.5)}


def test_without_people_there_are_no_links():
    assert layer_links(roles(("v", "a", "acted", 2012)), CO_CAST).empty
    assert layer_links(roles(), CO_CAST).empty


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 8)), min_size=1, max_size=30))
def test_links_are_those_of_the_definition_and_a_cast_of_any_length_gives_one_per_person(rows):
    frame = roles(*[(f"w{w}", f"p{p}", "acted", 2000 + w) for w, p in sorted(rows)])
    found = layer_links(frame, CO_CAST)
    casts = frame.groupby("work_code")["entity_code"].agg(sorted)
    expected = {}
    for cast in casts:
        for at, one in enumerate(cast):
            for other in cast[at + 1 :]:
                expected[one, other] = expected.get((one, other), 0) + 1 / (len(cast) - 1)
    pairs = zip(found["from_entity"], found["to_entity"], strict=True)
    assert dict(zip(pairs, found["weight"], strict=True)) == pytest.approx(expected)
    strength = found["weight"].sum() * 2
    assert strength == pytest.approx(sum(len(cast) for cast in casts if len(cast) > 1))


def test_participation_is_one_for_even_and_zero_for_one_layer():
    degrees = np.array([[3.0, 3, 3], [5, 0, 0], [0, 0, 0], [2, 1, 1]])
    found = participation(degrees)
    assert found[:2] == pytest.approx([1, 0])
    assert np.isnan(found[2])
    assert found[3] == pytest.approx(3 / 2 * (1 - (0.25 + 1 / 16 + 1 / 16)))


def test_pagerank_of_one_layer_is_the_ordinary_one():
    graph = nx.karate_club_graph()
    matrix = nx.to_scipy_sparse_array(graph, dtype=float)
    expected = nx.pagerank(graph, tol=1e-13, max_iter=1000)
    assert multiplex_pagerank([matrix]) == pytest.approx(list(expected.values()), abs=1e-9)


def test_pagerank_of_two_layers_solves_its_equation():
    rng = np.random.default_rng(3)
    layers = []
    for _ in range(2):
        upper = np.triu(rng.random((7, 7)) < 0.5, 1).astype(float)
        layers.append(upper + upper.T)
    layers[1][3], layers[1][:, 3] = 0, 0  # one entity without a link
    x = multiplex_pagerank([nx.to_scipy_sparse_array(nx.from_numpy_array(layers[0]))])
    found = multiplex_pagerank(
        [nx.to_scipy_sparse_array(nx.from_numpy_array(layer)) for layer in layers]
    )
    biased = x[:, None] * layers[1]
    out = biased.sum(axis=0)
    step = np.where(out > 0, biased / np.where(out > 0, out, 1), (x / x.sum())[:, None])
    assert found == pytest.approx(0.85 * step @ found + 0.15 * x / x.sum(), abs=1e-10)
    assert found.sum() == pytest.approx(1)


def test_entities_are_measured_over_all_layers():
    found = multilayer_nodes({"x": links("ab", "ac"), "y": links("ab", "bd")})
    by_entity = found.set_index("entity_code")
    assert by_entity["overlapping_degree"].to_dict() == {"a": 3, "b": 3, "c": 1, "d": 1}
    assert by_entity["n_layers"].to_dict() == {"a": 2, "b": 2, "c": 1, "d": 1}
    assert by_entity.loc["a", "participation"] == pytest.approx(2 * (1 - 4 / 9 - 1 / 9))
    assert multilayer_nodes({"x": links()}).empty


def test_layers_overlap_as_counted_by_hand():
    found = layer_overlap({"x": links("ab", "ac", "bc"), "y": links("ab", "cd")}, 99).iloc[0]
    # of 6 pairs 3 and 2 are linked: 1 shared of 4, and 3·2/6 = 1 expected
    assert (found["n_shared_links"], found["jaccard"], found["expected_jaccard"]) == (1, 0.25, 0.25)
    assert found["degree_correlation"] is not None
    assert found["n_permutations"] == 99


def test_layers_that_are_the_same_have_a_jaccard_of_one_that_no_order_reaches():
    ring = links(*[(str(n), str((n + 1) % 9)) for n in range(9)])
    found = layer_overlap({"x": ring, "y": ring}, 99).iloc[0]
    assert (found["jaccard"], found["qap_correlation"]) == (1, pytest.approx(1))
    assert found["qap_p_greater"] <= 0.03


def test_two_entities_are_too_few_for_permutations():
    found = layer_overlap({"x": links("ab"), "y": links("ab")}).iloc[0]
    assert (found["reason_code"], found["jaccard"]) == ("too_few_entities", 1)
