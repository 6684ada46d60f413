"""R-GCN encoder with a DistMult decoder, gradients by hand (Schlichtkrull and others 2018).

Z = tanh(Σ_r Â_r E W_r + E W_0) + E: every entity hears the mean of its neighbours by each relation
and direction, turned by that relation's matrix, and keeps its own vector. The triples are dealt
into five parts; each step asks about one of them while the others carry messages *and* give E, so
that nothing is learned by reading the answer off the message or off the vector, and only about
entities that the others know. E has one column per relation beside its factors: whoever never
stood in a relation comes after all who did.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array

from wenmai.knowledge_graph.decoders import Array
from wenmai.knowledge_graph.embeddings import Vectors, best_of, drawn_candidates
from wenmai.knowledge_graph.facts import Facts, Floats, Ints
from wenmai.knowledge_graph.optimizers import Adam, Parameters
from wenmai.knowledge_graph.questions import Questions, candidate_groups, softmax_loss

_STANDS = 5.0
_FACTORS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


@dataclass(frozen=True)
class RgcnSettings:
    """How the encoder is learned.

    Parameters
    ----------
    n_factors : int
        Length of a vector when none are given.
    steps : int
        At most; learning stops when validation has not improved for ``patience`` looks.
    check_every, patience : int
    rate : float
        Of Adam.
    regularization : float
        Of the squared entries, per step.
    folds : int
        Parts of the triples, of which a step asks about one.
    batch : int
        Questions per step and group of candidates.
    most_candidates : int
        Type-correct candidates per step; above it they are drawn.
    seed : int
    dtype : str
    """

    n_factors: int = 64
    steps: int = 200
    check_every: int = 20
    patience: int = 3
    rate: float = 0.001
    regularization: float = 1e-5
    folds: int = 5
    batch: int = 1_000
    most_candidates: int = 1_000
    seed: int = 1
    dtype: str = "float32"


def message_matrices(facts: Facts, dtype: str = "float64") -> list[csr_array]:
    """Return Â of every relation in both directions: rows are means over the neighbours.

    Examples
    --------
    >>> facts = Facts.of([(0, 0, 2), (1, 0, 2)], kinds=[0, 0, 1])
    >>> [matrix.toarray()[2].tolist() for matrix in message_matrices(facts)]
    [[0.5, 0.5, 0.0], [0.0, 0.0, 0.0]]
    """
    n = facts.n_entities
    found = []
    for relation in range(facts.n_relations):
        mine = facts.relations == relation
        heads, tails = facts.heads[mine], facts.tails[mine]
        for into, out in ((tails, heads), (heads, tails)):
            matrix = csr_array((np.ones(len(into)), (into, out)), shape=(n, n))
            counts = np.asarray(matrix.sum(axis=1)).ravel()
            means = diags_array(1 / np.maximum(counts, 1)) @ matrix
            found.append(csr_array(means).astype(dtype))
    return found


def encode(values: Parameters, messages: list[csr_array]) -> Array:
    """Return Z, shape (n_entities, d), from ``entities``, ``own`` and ``weights``."""
    return _forward(values, messages)[0]


def _forward(values: Parameters, messages: list[csr_array]) -> tuple[Array, Array, list[Array]]:
    entities = values["entities"]
    heard = [message @ entities for message in messages]
    inner = entities @ values["own"]
    for number, part in enumerate(heard):
        inner += part @ values["weights"][number]
    bent = np.tanh(inner)
    return bent + entities, bent, heard


def loss_and_gradients(
    values: Parameters,
    messages: list[csr_array],
    parts: list[tuple[Questions, Ints, float]],
    regularization: float = 0.0,
) -> tuple[float, Parameters]:
    """Return the loss and its gradients by every parameter.

    Parameters
    ----------
    values : dict of arrays
        ``entities`` (n, d), ``own`` (d, d), ``weights`` (2·n_relations, d, d), ``relations``
        (n_relations, d).
    messages : list of sparse arrays
        Of :func:`message_matrices`.
    parts : list of (Questions, candidates, boost)
        As :func:`wenmai.knowledge_graph.questions.softmax_loss` takes them; the losses add up.
    regularization : float
        Adds regularization/2 times the sum of the squares of all parameters.

    Returns
    -------
    loss : float
    gradients : dict of arrays
        With the keys and shapes of ``values``.
    """
    z, bent, heard = _forward(values, messages)
    loss = 0.0
    of_z, of_relations = np.zeros_like(z), np.zeros_like(values["relations"])
    for questions, candidates, boost in parts:
        value, of_vectors, of_asked = softmax_loss(
            "distmult", z, values["relations"], questions, candidates, boost=boost
        )
        loss += value
        of_z += of_vectors
        of_relations += of_asked
    of_inner = of_z * (1 - bent**2)
    of_entities = of_z + of_inner @ values["own"].T
    of_weights = np.empty_like(values["weights"])
    for number, part in enumerate(heard):
        of_weights[number] = part.T @ of_inner
        of_entities += messages[number].T @ (of_inner @ values["weights"][number].T)
    gradients = {
        "entities": of_entities,
        "own": values["entities"].T @ of_inner,
        "weights": of_weights,
        "relations": of_relations,
    }
    if regularization:
        for name, grown in gradients.items():
            gradients[name] = grown + grown.dtype.type(regularization) * values[name]
            loss += regularization / 2 * float((values[name] ** 2).sum())
    return loss, gradients


def standing(facts: Facts) -> Floats:
    """Return 5 where an entity stands in a relation, or could not stand first in it; else 0.

    Examples
    --------
    >>> standing(Facts.of([(0, 0, 2), (1, 1, 2)], kinds=[0, 0, 1])).tolist()
    [[5.0, 0.0], [0.0, 5.0], [5.0, 5.0]]
    """
    stands = np.asarray((facts.counts("head") + facts.counts("tail")).toarray().T > 0)
    for relation in range(facts.n_relations):
        kinds = np.unique(facts.kinds[facts.heads[facts.relations == relation]])
        stands[:, relation] |= ~np.isin(facts.kinds, kinds)
    return np.where(stands, _STANDS, 0.0)


def start_values(facts: Facts, settings: RgcnSettings, vectors: Floats | None = None) -> Parameters:
    """Return parameters to begin with: E, relations that change nothing, and small matrices.

    Parameters
    ----------
    facts : Facts
    settings : RgcnSettings
    vectors : array of shape (n_entities, d), optional
        Random unless given.

    Returns
    -------
    dict of arrays
        As :func:`loss_and_gradients` takes them, with d + n_relations columns.
    """
    rng = np.random.default_rng(settings.seed)
    if vectors is None:
        vectors = rng.normal(scale=0.3, size=(facts.n_entities, settings.n_factors))
    entities = np.hstack([vectors, standing(facts)])
    factors, d = vectors.shape[1], entities.shape[1]
    shapes = {"own": (d, d), "weights": (2 * facts.n_relations, d, d)}
    values = {
        name: rng.normal(scale=0.03 / np.sqrt(d), size=shape) for name, shape in shapes.items()
    }
    of_standing = _STANDS * np.eye(facts.n_relations)
    relations = np.hstack([np.ones((facts.n_relations, factors)), of_standing])
    values |= {"entities": entities, "relations": relations}
    return {name: value.astype(settings.dtype) for name, value in values.items()}


def fit_rgcn(
    train: Facts,
    valid: Facts,
    settings: RgcnSettings,
    vectors: Callable[[Facts], Floats] | None = None,
    asked: npt.NDArray[np.bool_] | None = None,
) -> Vectors:
    """Learn the encoder and return the encoded vectors of all entities.

    Parameters
    ----------
    train, valid : Facts
    settings : RgcnSettings
    vectors : callable, optional
        Gives vectors of shape (n_entities, d) that some triples speak for, for example
        :meth:`wenmai.knowledge_graph.factors.Factors.vectors`. They are scaled to a mean length of
        √d/2 and stay as they are; without them vectors are learned.
    asked : array of bool of shape (n_train,), optional
        Triples that are asked about; the others (a film's genre) always carry messages.

    Returns
    -------
    Vectors
        Z with all training triples as messages, and the relations of DistMult.
    """
    rng = np.random.default_rng(settings.seed)
    scaled = None if vectors is None else _scaled(vectors, train)
    values = start_values(train, settings, None if scaled is None else scaled(train))
    steps = list(_steps(train, settings, rng, asked, scaled))
    groups = candidate_groups(train)
    whole, inputs = message_matrices(train, settings.dtype), values["entities"]
    optimizer = Adam(settings.rate)
    number = 0

    def take(one: _Step) -> None:
        if one.entities is not None:
            values["entities"] = one.entities
        parts = _drawn(one.questions, groups, settings, rng)
        _, gradients = loss_and_gradients(values, one.messages, parts, settings.regularization)
        if one.entities is not None:
            del gradients["entities"]
        optimizer.step(values, gradients)

    def look() -> Vectors:
        nonlocal number
        for _ in range(settings.check_every if steps else 0):
            take(steps[number % len(steps)])
            number += 1
        if scaled is not None:
            values["entities"] = inputs
        return Vectors("distmult", encode(values, whole), values["relations"].copy())

    if steps:
        _temper(values, steps[0], groups, settings)
    looks = max(1, settings.steps // settings.check_every)
    return best_looks(look, train, valid, looks, settings.patience)


@dataclass(frozen=True)
class _Step:
    """What one part of the triples is asked, and what the others say."""

    entities: Array | None
    messages: list[csr_array]
    questions: Questions


def _scaled(vectors: Callable[[Facts], Floats], train: Facts) -> Callable[[Facts], Floats]:
    """Scale vectors so that the mean length of those that are not zero is √d/2 over all triples."""
    every = vectors(train)
    length = np.linalg.norm(every, axis=1)
    mean = length[length > 0].mean() if (length > 0).any() else 1.0
    factor = np.sqrt(every.shape[1]) / 2 / mean
    return lambda part: factor * (every if part is train else vectors(part))


def _steps(
    train: Facts,
    settings: RgcnSettings,
    rng: np.random.Generator,
    asked: npt.NDArray[np.bool_] | None,
    scaled: Callable[[Facts], Floats] | None,
) -> Iterator[_Step]:
    fold = rng.integers(0, settings.folds, len(train))
    if asked is not None:
        fold[~asked] = -1
    for number in range(settings.folds):
        others = train.take(fold != number)
        known = (others.degrees[train.heads] > 0) & (others.degrees[train.tails] > 0)
        questions = Questions.of(train.take((fold == number) & known))
        if not len(questions):
            continue
        entities = None
        if scaled is not None:
            entities = np.hstack([scaled(others), standing(others)]).astype(settings.dtype)
        yield _Step(entities, message_matrices(others, settings.dtype), questions)


def _temper(
    values: Parameters, step: _Step, groups: list[tuple[Ints, Ints]], settings: RgcnSettings
) -> None:
    """Scale the relations so that the first loss is least: ranks stay, and no step is wasted."""
    if step.entities is not None:
        values["entities"] = step.entities
    relations = values["relations"]
    parts = _drawn(step.questions, groups, settings, np.random.default_rng(settings.seed))
    tried = []
    for factor in _FACTORS:
        values["relations"] = relations * relations.dtype.type(factor)
        tried.append(loss_and_gradients(values, step.messages, parts)[0])
    values["relations"] = relations * relations.dtype.type(_FACTORS[int(np.argmin(tried))])


def best_looks(
    look: Callable[[], Vectors], train: Facts, valid: Facts, looks: int, patience: int
) -> Vectors:
    """Return the best of some looks, each after a number of steps."""
    found: Vectors = best_of(look, train, valid, epochs=looks, check_every=1, patience=patience)
    return found


def _drawn(
    asked: Questions,
    groups: list[tuple[Ints, Ints]],
    settings: RgcnSettings,
    rng: np.random.Generator,
) -> list[tuple[Questions, Ints, float]]:
    numbers = asked.relations * 2 + asked.asks_tail
    parts = []
    for members, candidates in groups:
        mine = np.flatnonzero(np.isin(numbers, members))
        if not len(mine):
            continue
        if len(mine) > settings.batch:
            mine = np.sort(rng.choice(mine, settings.batch, replace=False))
        batch = asked.take(mine)
        pool, boost = drawn_candidates(batch, candidates, settings.most_candidates, rng)
        parts.append((batch, pool, boost))
    return parts
