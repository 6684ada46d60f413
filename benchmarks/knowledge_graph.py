"""Knowledge graph: layers against networkx' projection, and cheap scores against the network.

(a) 2,000 works with casts drawn from 12,000 people, a few of them of 300: Newman's weights by
scipy against ``networkx.algorithms.bipartite.collaboration_weighted_projected_graph``; both must
agree. (b) the scores of Adamic–Adar and ALS against learning the R-GCN on the same triples.
"""

import time

import networkx as nx
import numpy as np
import pandas as pd

from wenmai.knowledge_graph.factors import Incidence, als
from wenmai.knowledge_graph.facts import Facts
from wenmai.knowledge_graph.judging import Combined
from wenmai.knowledge_graph.layers import Layer, layer_links
from wenmai.knowledge_graph.neighbours import AdamicAdar
from wenmai.knowledge_graph.rgcn import RgcnSettings, fit_rgcn
from wenmai.knowledge_graph.splits import pair_split

WORKS, PEOPLE, QUICK_WORKS, QUICK_PEOPLE = 2_000, 12_000, 120, 600
LAYER_TARGET, SCORE_TARGET, TOLERANCE = 0.05, 0.1, 1e-9


def casts(n_works: int, n_people: int) -> list[np.ndarray]:
    """Return who acts in which work: few people in many, few casts very long."""
    rng = np.random.default_rng(3)
    appeal = rng.pareto(1.5, n_people) + 0.2
    sizes = np.minimum(rng.integers(3, 25, n_works), n_people // 4)
    sizes[:: max(1, n_works // 5)] = min(300, n_people // 4)
    chances = appeal / appeal.sum()
    return [rng.choice(n_people, size, replace=False, p=chances) for size in sizes]


def main(quick: bool = False) -> None:
    works = casts(*((QUICK_WORKS, QUICK_PEOPLE) if quick else (WORKS, PEOPLE)))
    _layers(works)
    _scores(works, QUICK_PEOPLE if quick else PEOPLE, steps=20 if quick else 120)


def _layers(works: list[np.ndarray]) -> None:
    roles = pd.DataFrame(
        [(f"w{n:05d}", f"p{person:05d}") for n, cast in enumerate(works) for person in cast],
        columns=["work_code", "entity_code"],
    ).assign(relation_code="acted", year=2020)
    started = time.process_time()
    own = layer_links(roles, Layer("co_cast", ("acted",)))
    own_seconds = time.process_time() - started
    graph = nx.Graph(zip(roles["entity_code"], roles["work_code"], strict=True))
    people = sorted(set(roles["entity_code"]))
    started = time.process_time()
    plain = nx.bipartite.collaboration_weighted_projected_graph(graph, people)
    plain_seconds = time.process_time() - started
    expected = {frozenset(ends): data["weight"] for *ends, data in plain.edges(data=True)}
    pairs = map(frozenset, zip(own["from_entity"], own["to_entity"], strict=True))
    found = dict(zip(pairs, own["weight"], strict=True))
    gap = max((abs(found.get(key, 0) - value) for key, value in expected.items()), default=0)
    is_same = len(found) == len(expected) and gap <= TOLERANCE
    ratio = own_seconds / plain_seconds
    print(f"layers: {len(own):,} links, {own_seconds:.2f} s against {plain_seconds:.2f} s")
    print(
        f"  target: at most {LAYER_TARGET} of networkx: {ratio:.3f}: {_said(ratio <= LAYER_TARGET)}"
    )
    print(f"  target: weights equal to networkx' within {TOLERANCE}: {_said(is_same)}")


def _scores(works: list[np.ndarray], n_people: int, steps: int) -> None:
    rows = [(person, 0, n_people + n) for n, cast in enumerate(works) for person in cast]
    kinds = np.repeat([0, 1], [n_people, len(works)])
    facts = Facts.of(rows, kinds, 1)
    split = pair_split(facts, np.ones(len(facts), dtype=bool))
    asked = np.unique(split.test.heads)[:200]
    ends = split.train.ends_of(0, "tail")
    started = time.process_time()
    factors = als(Incidence(split.train, kinds == 1))
    Combined(AdamicAdar(split.train), factors).block(asked, 0, "tail", ends)
    own_seconds = time.process_time() - started
    started = time.process_time()
    settings = RgcnSettings(steps=steps, check_every=max(1, steps // 6))
    fit_rgcn(
        split.train,
        split.valid,
        settings,
        lambda part: als(Incidence(part, kinds == 1), rounds=3, start=factors).vectors(),
    )
    network_seconds = time.process_time() - started
    ratio = own_seconds / network_seconds
    print(f"default scores: {own_seconds:.2f} s against {network_seconds:.2f} s of the R-GCN")
    said = _said(ratio <= SCORE_TARGET)
    print(f"  target: at most {SCORE_TARGET} of the R-GCN: {ratio:.3f}: {said}")


def _said(is_met: bool) -> str:
    return "met" if is_met else "missed"
