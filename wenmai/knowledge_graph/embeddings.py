"""DistMult and ComplEx: a vector for every entity and relation, learned from all right answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wenmai.knowledge_graph.decoders import DECODERS, Array, scores
from wenmai.knowledge_graph.facts import TAIL, Facts, Floats, Ints
from wenmai.knowledge_graph.optimizers import Adagrad, Parameters
from wenmai.knowledge_graph.questions import (
    Questions,
    candidate_groups,
    gathered,
    softmax_loss,
)
from wenmai.knowledge_graph.ranking import rank_side


@dataclass(frozen=True)
class EmbeddingSettings:
    """How vectors are learned.

    Parameters
    ----------
    decoder : {'distmult', 'complex'}
    n_factors : int
        Length of a vector; even for ComplEx (half of it real, half imaginary).
    epochs : int
        At most; learning stops when validation has not improved for ``patience`` looks.
    check_every, patience : int
        Epochs between two looks at the validation triples, and looks without improvement.
    rate, regularization : float
        Of Adagrad, and of the cubed norm (N3; Lacroix, Usunier, Obozinski 2018).
    batch : int
        Questions per step.
    most_candidates : int
        Above this number of type-correct candidates a sample of them stands for all.
    seed : int
    dtype : str
    """

    decoder: str = "distmult"
    n_factors: int = 128
    epochs: int = 40
    check_every: int = 5
    patience: int = 3
    rate: float = 0.1
    regularization: float = 0.02
    batch: int = 512
    most_candidates: int = 4_000
    seed: int = 1
    dtype: str = "float32"


@dataclass(frozen=True)
class Vectors:
    """Vectors of entities and relations with the decoder that joins them.

    Parameters
    ----------
    decoder : str
    entities : array of shape (n_entities, d)
    relations : array of shape (n_relations, d)
    n_epochs : int
        Until the vectors that validated best.
    """

    decoder: str
    entities: Array
    relations: Array
    n_epochs: int = 0

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Array:
        """Return the score of every candidate for every anchor."""
        asked = np.broadcast_to(self.relations[relation], (len(anchors), self.relations.shape[1]))
        asks_tail = np.full(len(anchors), side == TAIL)
        query = DECODERS[self.decoder].query(self.entities[anchors], asked, asks_tail)
        found: Array = query @ self.entities[candidates].T
        return found

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return the scores of given triples."""
        found = scores(
            self.decoder, self.entities[heads], self.relations[relations], self.entities[tails]
        )
        return found.astype(float)


def fit_embeddings(train: Facts, valid: Facts, settings: EmbeddingSettings) -> Vectors:
    """Learn vectors by the softmax over type-correct candidates, all right answers at once.

    Every question with the same anchor, relation and side is one row with all its answers, which
    is the loss of one row per triple at a fraction of the work.

    Parameters
    ----------
    train, valid : Facts
    settings : EmbeddingSettings

    Returns
    -------
    Vectors
        Those that validated best; the last ones when there is nothing to validate by.
    """
    rng = np.random.default_rng(settings.seed)
    values: Parameters = {
        "entities": (0.1 * rng.normal(size=(train.n_entities, settings.n_factors))).astype(
            settings.dtype
        ),
        "relations": (0.1 * rng.normal(size=(train.n_relations, settings.n_factors))).astype(
            settings.dtype
        ),
    }
    asked = Questions.of(train)
    groups = candidate_groups(train)
    numbers = asked.relations * 2 + asked.asks_tail
    optimizer = Adagrad(settings.rate)

    def epoch() -> Vectors:
        for members, candidates in groups:
            mine = rng.permutation(np.flatnonzero(np.isin(numbers, members)))
            for start in range(0, len(mine), settings.batch):
                batch = asked.take(mine[start : start + settings.batch])
                pool, boost = drawn_candidates(batch, candidates, settings.most_candidates, rng)
                gradients = _gradients(settings, values, batch, pool, boost)
                optimizer.step(values, gradients)
        return Vectors(settings.decoder, values["entities"].copy(), values["relations"].copy())

    return best_of(
        epoch,
        train,
        valid,
        epochs=settings.epochs,
        check_every=settings.check_every,
        patience=settings.patience,
    )


def _gradients(
    settings: EmbeddingSettings, values: Parameters, batch: Questions, pool: Ints, boost: float
) -> Parameters:
    entities, relations = values["entities"], values["relations"]
    _, of_entities, of_relations = softmax_loss(
        settings.decoder, entities, relations, batch, pool, boost=boost
    )
    if settings.regularization:
        # each answer counts its anchor, relation and own vector once
        answers = batch.answers
        counts = np.asarray(answers.sum(axis=1)).ravel()
        scale = 3 * settings.regularization / counts.sum()
        weights = (scale * counts).astype(entities.dtype)[:, None]
        anchors, asked = entities[batch.anchors], relations[batch.relations]
        of_entities += gathered(weights * anchors * np.abs(anchors), batch.anchors, len(entities))
        of_relations += gathered(weights * asked * np.abs(asked), batch.relations, len(relations))
        ends = np.asarray(answers.sum(axis=0)).ravel().astype(entities.dtype)[:, None]
        of_entities += entities.dtype.type(scale) * ends * entities * np.abs(entities)
    return {"entities": of_entities, "relations": of_relations}


def drawn_candidates(
    batch: Questions, candidates: Ints, most: int, rng: np.random.Generator
) -> tuple[Ints, float]:
    """Return all candidates, or the answers and a sample of the rest with its correction.

    Returns
    -------
    candidates : array
        In rising order.
    boost : float
        ln(N/n), what a sampled wrong answer stands for.
    """
    if len(candidates) <= most:
        return candidates, 0.0
    drawn = rng.choice(candidates, size=most, replace=False)
    pool = np.union1d(drawn, np.unique(batch.answers.indices))
    pool = pool[np.isin(pool, candidates)]
    return pool, float(np.log(len(candidates) / len(pool)))


def best_of(
    epoch: Callable[[], Any],
    train: Facts,
    valid: Facts,
    *,
    epochs: int,
    check_every: int,
    patience: int,
) -> Any:
    """Run epochs until the validation MRR has not improved for some looks; return the best.

    Parameters
    ----------
    epoch : callable
        Learns one epoch and returns the model as it stands.
    train, valid : Facts
    epochs, check_every, patience : int
    """
    every = train.union(valid)
    best, best_value, waited, model = None, -1.0, 0, None
    for number in range(1, epochs + 1):
        model = epoch()
        if not len(valid) or (number % check_every and number != epochs):
            continue
        ranked = [
            rank_side(model.block, valid, side, train, every).ranks for side in ("head", TAIL)
        ]
        ranks = np.concatenate(ranked)
        value = float((1 / ranks).mean()) if len(ranks) else 0.0
        if value > best_value:
            best, best_value, waited = replace(model, n_epochs=number), value, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best if best is not None else model
