"""The methods that complete a graph, by name: a new one is a function and a line here."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wenmai.knowledge_graph.embeddings import EmbeddingSettings, fit_embeddings
from wenmai.knowledge_graph.factors import Incidence, als, svd
from wenmai.knowledge_graph.facts import Facts, Floats, Ints
from wenmai.knowledge_graph.judging import Combined
from wenmai.knowledge_graph.neighbours import AdamicAdar, Popularity
from wenmai.knowledge_graph.rgcn import RgcnSettings, fit_rgcn


class Model(Protocol):
    """What scores: blocks of candidates, and given triples."""

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Any:
        """Return scores of shape (n_anchors, n_candidates)."""

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Any:
        """Return scores of shape (n,)."""


@dataclass(frozen=True)
class Training:
    """What a method learns from.

    Parameters
    ----------
    train, valid : Facts
    is_role : array of bool of shape (n_relations,)
    is_work : array of bool of shape (n_entities,)
    n_factors, steps, seed : int
        Length of vectors; steps of the encoder and epochs of embeddings, at most.
    """

    train: Facts
    valid: Facts
    is_role: npt.NDArray[np.bool_]
    is_work: npt.NDArray[np.bool_]
    n_factors: int = 32
    steps: int = 60
    seed: int = 1

    _learned: dict[str, tuple[Any, float]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def incidence(self) -> Incidence:
        """Return works by their roles and features."""
        return Incidence(self.train, self.is_work)

    def timed(self, method: str) -> tuple[Any, float]:
        """Return a method that has learned, and the processor's seconds that it took.

        What several methods are made of is learned once, and counts for each of them.
        """
        if method not in self._learned:
            shared = sum(self.timed(part)[1] for part in _PARTS.get(method, ()))
            started = time.process_time()
            model = METHODS[method](self)
            self._learned[method] = model, shared + time.process_time() - started
        return self._learned[method]

    def fit(self, method: str) -> Any:
        """Return a method that has learned."""
        return self.timed(method)[0]


def _embeddings(decoder: str) -> Callable[[Training], Model]:
    def fit(given: Training) -> Model:
        settings = EmbeddingSettings(
            decoder=decoder, n_factors=given.n_factors, epochs=given.steps, seed=given.seed
        )
        return fit_embeddings(given.train, given.valid, settings)

    return fit


def _rgcn(given: Training) -> Model:
    settings = RgcnSettings(
        n_factors=given.n_factors,
        steps=given.steps,
        check_every=max(1, given.steps // 6),
        seed=given.seed,
    )
    whole = given.fit("als")

    def vectors(part: Facts) -> Floats:
        found = als(Incidence(part, given.is_work), given.n_factors, rounds=3, start=whole)
        return found.vectors()

    asked = given.is_role[given.train.relations]
    return fit_rgcn(given.train, given.valid, settings, vectors, asked=asked)


METHODS: dict[str, Callable[[Training], Model]] = {
    "popularity": lambda given: Popularity(given.train),
    "adamic_adar": lambda given: AdamicAdar(given.train, given.is_role[given.train.relations]),
    "als": lambda given: als(given.incidence, given.n_factors, seed=given.seed),
    "svd": lambda given: svd(given.incidence, given.n_factors, seed=given.seed),
    "default": lambda given: Combined(given.fit("adamic_adar"), given.fit("als")),
    "distmult": _embeddings("distmult"),
    "complex": _embeddings("complex"),
    "rgcn": _rgcn,
}
_PARTS = {"default": ("adamic_adar", "als"), "rgcn": ("als",)}
