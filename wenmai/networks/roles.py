"""The role of a node: core hub, bridge, sub-node or edge node."""

import numpy as np
import numpy.typing as npt

ROLES = ("core_hub", "bridge", "sub_node", "edge_node")


def node_roles(
    degree: npt.ArrayLike,
    relative_betweenness: npt.ArrayLike,
    hub_quantile: float = 0.85,
    bridge_quantile: float = 2 / 3,
    edge_quantile: float = 0.25,
) -> npt.NDArray[np.object_]:
    """Name the role of every node from its degree and betweenness.

    1. *core hub*: degree and betweenness both at or above their ``hub_quantile`` and above their
       median;
    2. *bridge*: no hub, betweenness at or above its ``bridge_quantile`` and above its median;
    3. *edge node*: no bridge, degree at or below its ``edge_quantile`` and below the largest, or
       no neighbour at all;
    4. *sub-node*: all others.

    Where all nodes are alike nobody is above the median and all are sub-nodes. Quantiles are of
    type 7 over the nodes of the network. P2 names roles without a rule; with the defaults this one
    gives its roles from its Table 1 (hubs Shenyang and Dalian, edge nodes Fuxin, Tieling, Chaoyang
    and Huludao), Liaoyang beside Dandong and Jinzhou among the bridges, as its conclusion has it.

    Parameters
    ----------
    degree, relative_betweenness : arrays of shape (..., n_nodes)
        Distinct neighbours and betweenness (raw or relative: only its order matters); leading
        axes are other networks of the same nodes.
    hub_quantile, bridge_quantile, edge_quantile : float
        Between 0 and 1.

    Returns
    -------
    array of the same shape
        Of ROLES.

    Examples
    --------
    >>> node_roles([1, 1, 1, 4, 3, 2, 2], [0, 0, 0, 0.8, 0.5, 0.1, 0]).tolist()
    ['edge_node', 'edge_node', 'edge_node', 'core_hub', 'bridge', 'bridge', 'sub_node']
    """
    degrees = np.asarray(degree, dtype=float)
    between = np.asarray(relative_betweenness, dtype=float)
    roles = np.full(degrees.shape, "sub_node", dtype=object)
    if not degrees.size:
        return roles

    def limit(values: npt.NDArray[np.float64], q: float) -> npt.NDArray[np.float64]:
        return np.quantile(values, q, axis=-1, keepdims=True)

    # a quantile between two equal values may miss them by a rounding
    slack = 1 - 1e-12
    is_high = (degrees >= limit(degrees, hub_quantile) * slack) & (degrees > limit(degrees, 0.5))
    lies_between = between > limit(between, 0.5) / slack
    is_hub = is_high & lies_between & (between >= limit(between, hub_quantile) * slack)
    is_bridge = lies_between & (between >= limit(between, bridge_quantile) * slack) & ~is_hub
    is_low = degrees <= limit(degrees, edge_quantile) / slack
    is_edge = (is_low & (degrees < degrees.max(axis=-1, keepdims=True))) | (degrees == 0)
    roles[is_edge] = "edge_node"
    roles[is_bridge] = "bridge"
    roles[is_hub] = "core_hub"
    return roles
