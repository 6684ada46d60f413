"""Split triples so that nothing of what is asked can be read off what was seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.knowledge_graph.facts import Facts, pair_numbers


@dataclass(frozen=True)
class Split:
    """Triples to learn from, to decide by and to judge by.

    Parameters
    ----------
    train, valid, test : Facts
    """

    train: Facts
    valid: Facts
    test: Facts


def pair_split(
    facts: Facts,
    asked: npt.NDArray[np.bool_],
    valid_share: float = 0.1,
    test_share: float = 0.1,
    seed: int = 1,
) -> Split:
    """Draw pairs of entities at random; all triples of a pair go to the same part.

    Who wrote a film often directed it: if one of both were seen, the other would be given away.
    The same holds for a relation and its inverse, and for a triple that is given twice.

    Parameters
    ----------
    facts : Facts
    asked : array of bool of shape (n_facts,)
        Which triples may be held out; the others (a film's genre) are always seen.
    valid_share, test_share : float
        Of the asked pairs.
    seed : int

    Examples
    --------
    >>> facts = Facts.of([(n, r, 9) for n in range(9) for r in (0, 1)], kinds=[0] * 9 + [1])
    >>> split = pair_split(facts, np.ones(18, bool), 1 / 3, 1 / 3)
    >>> len(split.train), len(split.valid), len(split.test)
    (6, 6, 6)
    """
    numbers = pair_numbers(facts.heads, facts.tails, facts.n_entities)
    pairs = np.unique(numbers[asked])
    order = np.random.default_rng(seed).permutation(pairs)
    n_valid, n_test = (round(len(pairs) * share) for share in (valid_share, test_share))
    in_test = np.isin(numbers, order[:n_test])
    in_valid = np.isin(numbers, order[n_test : n_test + n_valid])
    return Split(facts.take(~in_test & ~in_valid), facts.take(in_valid), facts.take(in_test))


def forward_split(
    facts: Facts,
    asked: npt.NDArray[np.bool_],
    years: npt.ArrayLike,
    *,
    valid_share: float = 0.1,
    test_share: float = 0.2,
    context_share: float = 0.5,
    seed: int = 1,
) -> Split:
    """Learn from early years and judge by later ones.

    The last years that together hold at least ``test_share`` of the dated asked triples are the
    test, those before them with ``valid_share`` the validation. Of each later pair of entities a
    share is shown, as a film is announced with some of its people, and the rest is asked. What is
    not asked (the genre of a new film) and a triple without a year are seen.

    Parameters
    ----------
    facts : Facts
    asked : array of bool of shape (n_facts,)
    years : array of shape (n_facts,)
        Not a number where unknown.
    valid_share, test_share : float
    context_share : float
        Of the later pairs, drawn at random.
    seed : int

    Examples
    --------
    >>> facts = Facts.of([(n, 0, 10) for n in range(10)], kinds=[0] * 10 + [1])
    >>> split = forward_split(facts, np.ones(10, bool), range(2010, 2020), context_share=0.0)
    >>> split.test.heads.tolist(), split.valid.heads.tolist()
    ([8, 9], [7])
    """
    year = np.asarray(years, dtype=float)
    dated = asked & np.isfinite(year)
    part = np.zeros(len(facts), dtype=np.int64)
    values, counts = np.unique(year[dated], return_counts=True)
    if len(values):
        # triples of a year and later, as a share of all
        later = np.cumsum(counts[::-1])[::-1] / counts.sum()
        test_from = values[later >= test_share].max(initial=values[0])
        reached = later >= test_share + valid_share - 1e-12
        valid_from = values[reached & (values < test_from)].max(initial=values[0])
        part[dated & (year >= valid_from)] = 1
        part[dated & (year >= test_from)] = 2
    # all triples of a pair go where the first of them goes
    numbers = pair_numbers(facts.heads, facts.tails, facts.n_entities)
    n_pairs = int(numbers.max(initial=-1)) + 1
    first = np.full(n_pairs, 2, dtype=np.int64)
    np.minimum.at(first, numbers[asked], part[asked])
    first[np.random.default_rng(seed).random(n_pairs) < context_share] = 0
    part[asked] = first[numbers[asked]]
    return Split(*(facts.take(part == number) for number in range(3)))
