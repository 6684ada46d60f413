"""What a network's measures depend on, with defaults: one row of settings per network."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

SETTING_IS = Sentence("domains.setting_is", "name", "value")
USE_ONE_OF = Sentence("domains.use_one_of", "names")
QUANTILE = Sentence("domains.quantile")
ZERO_OR_MORE = Sentence("domains.zero_or_more")
REMOVAL_STEPS_IS = Sentence("domains.removal_steps_is", "value")
ONE_OR_MORE = Sentence("domains.one_or_more")

PATH_LENGTHS = ("hops", "inverse_strength")
CLOSENESS_CONVENTIONS = ("wasserman_faust", "ucinet")


@dataclass(frozen=True)
class NetworkSettings:
    """Conventions and numbers of draws of one network.

    Parameters
    ----------
    is_directed : bool
        Whether A → B and B → A are two links.
    path_length : {'hops', 'inverse_strength'}
        Length of a link on a path: 1, or the mean strength of the network's links divided by the
        link's own, so that a link of mean strength has length 1.
    is_weighted : bool
        Whether eigenvector centrality and PageRank take strengths instead of 0 and 1.
    closeness_convention : {'wasserman_faust', 'ucinet'}
        Which of the two stands in ``closeness_in`` and ``closeness_out``; both are always kept.
    hub_quantile, bridge_quantile, edge_quantile : float
        The rule of roles, see :func:`wenmai.networks.roles.node_roles`.
    null_draws : int
        Rewired networks for sigma and omega; 0 leaves them out.
    swaps_per_link : float
        Accepted swaps per link of a rewired network.
    removal_draws : int
        Random orders in which nodes are removed; 0 leaves resilience out.
    removal_steps : int
        At most so many steps of removal; a smaller network loses one node a step.
    bootstrap_draws : int
        Synthetic samples for the goodness of fit of a degree distribution; 0 leaves the p-value
        out.
    seed : int
        Of all draws; every network and year has a stream of its own.

    Examples
    --------
    >>> NetworkSettings(is_directed=False).closeness_convention
    'wasserman_faust'
    """

    is_directed: bool = True
    path_length: str = "hops"
    is_weighted: bool = False
    closeness_convention: str = "wasserman_faust"
    hub_quantile: float = 0.85
    bridge_quantile: float = 2 / 3
    edge_quantile: float = 0.25
    null_draws: int = 200
    swaps_per_link: float = 10.0
    removal_draws: int = 100
    removal_steps: int = 50
    bootstrap_draws: int = 500
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what no measure understands."""
        for name, known in (
            ("path_length", PATH_LENGTHS),
            ("closeness_convention", CLOSENESS_CONVENTIONS),
        ):
            value = getattr(self, name)
            if value not in known:
                raise WenmaiError(
                    SETTING_IS(name=name, value=repr(value)),
                    hint=USE_ONE_OF(names=", ".join(known)),
                )
        for name in ("hub_quantile", "bridge_quantile", "edge_quantile"):
            if not 0 <= getattr(self, name) <= 1:
                raise WenmaiError(SETTING_IS(name=name, value=getattr(self, name)), hint=QUANTILE())
        for name in ("null_draws", "swaps_per_link", "removal_draws", "bootstrap_draws"):
            if getattr(self, name) < 0:
                raise WenmaiError(
                    SETTING_IS(name=name, value=getattr(self, name)), hint=ZERO_OR_MORE()
                )
        if self.removal_steps < 1:
            raise WenmaiError(REMOVAL_STEPS_IS(value=self.removal_steps), hint=ONE_OR_MORE())

    @classmethod
    def from_row(cls, row: Mapping[Hashable, Any]) -> "NetworkSettings":
        """Read one row of a table; what is absent or missing keeps its default.

        Parameters
        ----------
        row : mapping
            Column name to value; columns that are no setting are ignored.

        Returns
        -------
        NetworkSettings

        Raises
        ------
        WenmaiError
            When a value is outside its range.

        Examples
        --------
        >>> found = NetworkSettings.from_row({"network_code": "gravity", "seed": 7.0})
        >>> found.seed, found.null_draws
        (7, 200)
        """
        given: dict[str, Any] = {}
        for setting in fields(cls):
            value = row.get(setting.name)
            if value is not None and not pd.isna(value):
                kind: Any = type(setting.default)
                given[setting.name] = kind(value)
        return cls(**given)
