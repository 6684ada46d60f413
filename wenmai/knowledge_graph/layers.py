"""Layers: who works with whom, by the works they share, each work weighing the same per person."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, triu

from wenmai.knowledge_graph.facts import Floats, Ints


@dataclass(frozen=True)
class Layer:
    """Which roles of a work a layer joins.

    Parameters
    ----------
    code : str
    one_end : tuple of str
        Relations of the entities at one end.
    other_end : tuple of str
        Relations at the other end; empty: those of ``one_end`` with each other.
    """

    code: str
    one_end: tuple[str, ...]
    other_end: tuple[str, ...] = ()


LINK_COLUMNS = (
    *("from_entity", "to_entity", "n_works", "weight", "first_year", "last_year"),
    "is_single_work",
)


def layer_links(roles: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    """Return the links of a layer, without directions, by Newman's weights.

    A work with n different entities at the two ends adds 1/(n − 1) to each of its links, so that
    an entity's links in one work sum to at most 1, however long the cast (Newman 2001).

    Parameters
    ----------
    roles : DataFrame
        ``work_code``, ``entity_code``, ``relation_code``, ``year`` (may be missing).
    layer : Layer

    Returns
    -------
    DataFrame
        ``from_entity`` < ``to_entity``, ``n_works``, ``weight``, ``first_year``, ``last_year``,
        ``is_single_work``; sorted by the two ends.

    Examples
    --------
    >>> rows = [("w", code, "acted", 2020) for code in "abc"]
    >>> names = ["work_code", "entity_code", "relation_code", "year"]
    >>> links = layer_links(pd.DataFrame(rows, columns=names), Layer("co_cast", ("acted",)))
    >>> len(links), links["weight"].tolist()
    (3, [0.5, 0.5, 0.5])
    """
    relations = roles["relation_code"]
    both = roles[relations.isin({*layer.one_end, *layer.other_end})]
    # numbers in the order of codes: millions of links carry no texts until the end
    numbers, entities = pd.factorize(both["entity_code"], sort=True)
    work_numbers, works = pd.factorize(both["work_code"], sort=True)
    if len(entities) < 2:
        return pd.DataFrame({name: [] for name in LINK_COLUMNS})
    years = roles.groupby("work_code")["year"].min()
    dated = years.reindex(works).to_numpy(dtype=float, na_value=np.nan)
    shape = (len(entities), len(works))
    first, second, either = (
        _incidence(numbers, work_numbers, both["relation_code"].isin(chosen), shape)
        for chosen in (layer.one_end, layer.other_end or layer.one_end, relations.unique())
    )
    sizes = either.sum(axis=0)
    newman = np.divide(1.0, sizes - 1, out=np.zeros(len(works)), where=sizes > 1)
    # one product gives both: the weight is the real part, the number of works the imaginary one
    both_sums = triu(_symmetric(first, second, newman + 1j), k=1).tocoo()
    order = np.lexsort((both_sums.col, both_sums.row))
    rows, columns = both_sums.row[order], both_sums.col[order]
    weights = both_sums.data.real[order]
    n_works = both_sums.data.imag[order].round().astype(np.int64)
    earliest, latest = _year_range(first, second, dated, rows, columns)
    return pd.DataFrame(
        {
            "from_entity": entities.take(rows),
            "to_entity": entities.take(columns),
            "n_works": n_works,
            "weight": weights,
            "first_year": earliest,
            "last_year": latest,
            "is_single_work": n_works == 1,
        }
    )


def _incidence(entities: Ints, works: Ints, chosen: pd.Series, shape: tuple[int, int]) -> csr_array:
    """Return a 0–1 matrix, entity × work: who has one of the chosen roles in which work."""
    mine = chosen.to_numpy(dtype=bool)
    matrix = csr_array((np.ones(mine.sum()), (entities[mine], works[mine])), shape=shape)
    matrix.data[:] = 1.0
    return matrix


def _symmetric(first: csr_array, second: csr_array, weights: npt.NDArray[Any]) -> csr_array:
    """Σ over works of weight where one end is in the first and the other in the second."""
    scaled = first.multiply(weights[None, :]).tocsr()
    if (first != second).nnz == 0:
        return csr_array(scaled @ second.T)
    one = scaled @ second.T
    # a pair counts a work once, even where both ends hold both roles
    shared = first.multiply(second).tocsr()
    twice = shared.multiply(weights[None, :]).tocsr() @ shared.T
    return csr_array(one + one.T - twice)


def _year_range(
    first: csr_array, second: csr_array, dated: Floats, rows: Floats, columns: Floats
) -> tuple[pd.Series, pd.Series]:
    """First and last year of every link, by adding each work's links in the order of years."""
    size = first.shape[0]
    keys = np.asarray(rows, dtype=np.int64) * size + np.asarray(columns, dtype=np.int64)
    low, high = np.full(len(keys), np.inf), np.full(len(keys), -np.inf)
    years = np.unique(dated[np.isfinite(dated)])
    if len(years) == 1 and np.isfinite(dated).all():
        low[:], high[:], years = years[0], years[0], years[:0]
    for year in years:
        mine = dated == year
        found = triu(_symmetric(first[:, mine], second[:, mine], np.ones(mine.sum())), k=1).tocoo()
        places = np.searchsorted(keys, found.row.astype(np.int64) * size + found.col)
        low[places] = np.minimum(low[places], year)
        high[places] = np.maximum(high[places], year)
    return (
        pd.Series(np.where(np.isfinite(low), low, np.nan)).astype("Int64"),
        pd.Series(np.where(np.isfinite(high), high, np.nan)).astype("Int64"),
    )
