"""Core and periphery: who would be the core if the network were one (Borgatti and Everett 1999)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wenmai.networks.graph import Floats, Graph, Ints, once_per_graph

# The search starts from so many sizes of the core, those that fit best before it.
_STARTS = 10


@dataclass(frozen=True)
class CorePeriphery:
    """A division of the nodes in two.

    Parameters
    ----------
    is_core : array of bool of shape (n_nodes,)
        Nobody when the fit is undefined.
    correlation : float
        Between the matrix and the ideal pattern; missing without variation.
    """

    is_core: npt.NDArray[np.bool_]
    correlation: float


@once_per_graph
def core_periphery(graph: Graph, is_weighted: bool = False) -> CorePeriphery:
    r"""Find the core whose ideal pattern correlates best with the network.

    In the pattern every pair is linked except two nodes of the periphery:
    :math:`\delta_{ij} = 1` if i or j is core (Social Networks 21, 1999, equation 2). The fit is
    Pearson's correlation of :math:`a_{ij}` with :math:`\delta_{ij}` over all pairs but the
    diagonal, ordered pairs where links have directions. The search knows no chance: from the k
    nodes with most neighbours as core, for the ten k that fit best, the one node changes sides that
    raises the correlation most, until none does; the best end counts. It finds a local optimum.

    Parameters
    ----------
    graph : Graph
    is_weighted : bool
        Strengths instead of 0 and 1.

    Returns
    -------
    CorePeriphery

    Examples
    --------
    A star is the ideal itself:

    >>> star = Graph.from_edges([("c", leaf) for leaf in "wxyz"], is_directed=False)
    >>> fit = core_periphery(star)
    >>> fit.is_core.tolist(), round(fit.correlation, 6)
    ([True, False, False, False, False], 1.0)
    """
    n = graph.n_nodes
    nobody = CorePeriphery(np.zeros(n, dtype=bool), float("nan"))
    if n < 3 or graph.n_links == 0:
        return nobody
    matrix = graph.strengths if is_weighted else graph.adjacency
    fit = _Fit(csr_array(matrix + matrix.T), n * (n - 1), float((matrix.data**2).sum()))
    if fit.variance <= 0:
        return nobody
    order = np.lexsort((np.arange(n), -graph.degrees))
    inside = _periphery_sums(fit.both, order)
    sizes = np.arange(1, n)
    values = fit.correlation(inside[sizes], sizes)
    starts = sizes[np.argsort(-values, kind="stable")[:_STARTS]]
    best, best_value = nobody.is_core, -np.inf
    for size in starts:
        is_core = np.zeros(n, dtype=bool)
        is_core[order[:size]] = True
        is_core, value = fit.climb(is_core, float(inside[size]))
        if value > best_value + 1e-12:
            best, best_value = is_core, value
    return CorePeriphery(best, float(best_value))


def _periphery_sums(both: csr_array, order: Ints) -> Floats:
    """Return the weight inside the periphery when the core is the first k of the order."""
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    pairs = both.tocoo()
    # a pair lies inside the periphery as long as its earlier end does
    earlier = np.minimum(place[pairs.row], place[pairs.col])
    at = np.bincount(earlier, weights=pairs.data, minlength=n)
    return np.concatenate([[0.0], np.cumsum(at[::-1])])[::-1] / 2


@dataclass(frozen=True)
class _Fit:
    both: csr_array  # a_ij + a_ji
    n_pairs: int  # ordered
    square_sum: float  # over ordered pairs

    @property
    def total(self) -> float:
        """Return the weight of all ordered pairs."""
        return float(self.both.sum()) / 2

    @property
    def variance(self) -> float:
        """Return the variance of the matrix times the number of pairs, 0 if all are alike."""
        spread = self.square_sum - self.total**2 / self.n_pairs
        return spread if spread > 1e-12 * self.square_sum else 0.0

    def correlation(self, inside: Floats, core_size: Ints) -> Floats:
        """Return the fit from the weight inside the periphery and the size of the core."""
        n = self.both.shape[0]
        rest = n - core_size
        zeros = (rest * (rest - 1)).astype(float)
        ones = self.n_pairs - zeros
        covariance = (self.total - inside) - self.total * ones / self.n_pairs
        scale = np.sqrt(self.variance * ones * zeros / self.n_pairs)
        return np.divide(covariance, scale, out=np.full(len(inside), -np.inf), where=scale > 0)

    def climb(
        self, is_core: npt.NDArray[np.bool_], inside: float
    ) -> tuple[npt.NDArray[np.bool_], float]:
        """Let one node after the other change sides while that raises the correlation."""
        n = len(is_core)
        size = int(is_core.sum())
        value = float(self.correlation(np.array([inside]), np.array([size]))[0])
        to_periphery = self.both @ (~is_core).astype(float)
        while True:
            step = np.where(is_core, to_periphery, -to_periphery)
            sizes = np.where(is_core, size - 1, size + 1)
            values = self.correlation(inside + step, sizes)
            values[(sizes < 1) | (sizes > n - 1)] = -np.inf
            node = int(np.argmax(values))
            if not values[node] > value + 1e-12:
                return is_core, value
            value, inside, size = float(values[node]), inside + step[node], int(sizes[node])
            gone = self.both[[node]].toarray()[0]
            to_periphery += gone if is_core[node] else -gone
            is_core[node] = not is_core[node]
