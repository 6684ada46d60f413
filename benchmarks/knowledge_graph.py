"""Knowledge graph: layers against networkx' projection, and cheap scores against the network.

(a) 2,000 works with casts drawn from 12,000 people, a few of them of 300: Newman's weights by
scipy against ``networkx.algorithms.bipartite.collaboration_weighted_projected_graph``; both must
agree. (b) the scores of Adamic–Adar and ALS against learning the R-GCN on the same triples. (c) a
step of the R-GCN against the same step in torch, where torch is at hand: both must find the same
loss and gradients.
"""

import time
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from wenmai.knowledge_graph.factors import Incidence, als
from wenmai.knowledge_graph.facts import Facts
from wenmai.knowledge_graph.judging import Combined
from wenmai.knowledge_graph.layers import Layer, layer_links
from wenmai.knowledge_graph.neighbours import AdamicAdar
from wenmai.knowledge_graph.optimizers import Adam, Parameters
from wenmai.knowledge_graph.questions import Questions, candidate_groups
from wenmai.knowledge_graph.rgcn import (
    RgcnSettings,
    fit_rgcn,
    loss_and_gradients,
    message_matrices,
    start_values,
)
from wenmai.knowledge_graph.splits import pair_split

WORKS, PEOPLE, QUICK_WORKS, QUICK_PEOPLE = 2_000, 12_000, 120, 600
LAYER_TARGET, SCORE_TARGET, TOLERANCE = 0.05, 0.1, 1e-9
# of single precision: what a step says of its loss and gradients
STEP_TOLERANCE, STEPS = 1e-4, 5


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
    n_people = QUICK_PEOPLE if quick else PEOPLE
    _scores(works, n_people, steps=20 if quick else 120)
    if find_spec("torch") is None:
        print("R-GCN step: torch is not at hand, nothing to compare with")
    else:
        _step(_facts(works, n_people))


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


def _facts(works: list[np.ndarray], n_people: int) -> Facts:
    rows = [(person, 0, n_people + n) for n, cast in enumerate(works) for person in cast]
    return Facts.of(rows, np.repeat([0, 1], [n_people, len(works)]), 1)


def _scores(works: list[np.ndarray], n_people: int, steps: int) -> None:
    facts = _facts(works, n_people)
    kinds = facts.kinds
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


def _step(facts: Facts) -> None:
    """Take the same steps of Adam in numpy and in torch, with all parameters learned."""
    import torch

    torch.set_num_threads(1)
    settings = RgcnSettings()
    values, messages = start_values(facts, settings), message_matrices(facts, settings.dtype)
    asked = Questions.of(facts)
    numbers = asked.relations * 2 + asked.asks_tail
    parts = []
    for members, candidates in candidate_groups(facts):
        mine = np.flatnonzero(np.isin(numbers, members))[: settings.batch]
        parts.append((asked.take(mine), candidates[: settings.most_candidates], 0.0))
    loss, gradients = loss_and_gradients(values, messages, parts)
    own, optimizer = {name: value.copy() for name, value in values.items()}, Adam(settings.rate)
    started = time.process_time()
    for _ in range(STEPS):
        optimizer.step(own, loss_and_gradients(own, messages, parts)[1])
    own_seconds = (time.process_time() - started) / STEPS
    other = _Torch(torch, values, messages, parts)
    other_loss, other_gradients = other.loss_and_gradients()
    started = time.process_time()
    other.learn(STEPS, settings.rate)
    seconds = (time.process_time() - started) / STEPS
    gap = max(
        float(np.abs(found - other_gradients[name]).max() / np.abs(found).max())
        for name, found in gradients.items()
    )
    is_same = max(gap, abs(loss / other_loss - 1)) <= STEP_TOLERANCE
    print(f"R-GCN step: {own_seconds:.3f} s against {seconds:.3f} s of torch {torch.__version__}")
    print(f"  target: no slower: {own_seconds / seconds:.2f}: {_said(own_seconds <= seconds)}")
    print(f"  target: loss and gradients equal within {STEP_TOLERANCE}: {_said(is_same)}")


class _Torch:
    """The same loss with torch's own gradients; the buffers of numpy, since versions differ."""

    def __init__(self, torch: Any, values: Parameters, messages: Any, parts: Any) -> None:
        def tensor(array: Any, kind: str) -> Any:
            flat = np.ascontiguousarray(array, dtype=kind)
            made = torch.frombuffer(bytearray(flat.tobytes()), dtype=getattr(torch, kind))
            return made.reshape(flat.shape)

        self.torch = torch
        self.values = {k: tensor(v, "float32").requires_grad_() for k, v in values.items()}
        self.messages = []
        for message in messages:
            found = message.tocoo()
            places = tensor(np.stack([found.row, found.col]), "int64")
            entries = tensor(found.data, "float32")
            self.messages.append(torch.sparse_coo_tensor(places, entries, found.shape).coalesce())
        self.parts = []
        for questions, candidates, _ in parts:
            right = questions.answers[:, candidates].tocoo()
            said = (questions.anchors, questions.relations, candidates, right.row, right.col)
            self.parts.append([tensor(array, "int64") for array in said])

    def loss(self) -> Any:
        entities, total = self.values["entities"], 0.0
        inner = entities @ self.values["own"]
        for number, message in enumerate(self.messages):
            heard = self.torch.sparse.mm(message, entities)
            inner = inner + heard @ self.values["weights"][number]
        z = self.torch.tanh(inner) + entities
        for anchors, relations, candidates, row, col in self.parts:
            logits = (z[anchors] * self.values["relations"][relations]) @ z[candidates].T
            chances = self.torch.log_softmax(logits, 1)
            total = total - chances[row, col].sum() / max(len(row), 1)
        return total

    def loss_and_gradients(self) -> tuple[float, Parameters]:
        found = self.loss()
        found.backward()
        return found.item(), {k: np.array(v.grad.tolist()) for k, v in self.values.items()}

    def learn(self, steps: int, rate: float) -> None:
        optimizer = self.torch.optim.Adam(self.values.values(), lr=rate)
        for _ in range(steps):
            optimizer.zero_grad()
            self.loss().backward()
            optimizer.step()


def _said(is_met: bool) -> str:
    return "met" if is_met else "missed"
