"""What the graph of a study depends on, with defaults: one row of settings per study."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class GraphSettings:
    """Conventions of one study's graph.

    Parameters
    ----------
    half_life_years : float
        Of popularity.
    credit_share : {'position', 'equal'}
    rating_shrinkage : float
        Votes at which a rating counts half.
    methods : str
        Names of :data:`wenmai.knowledge_graph.methods.METHODS` that are evaluated, by commas.
    valid_share, test_share, context_share : float
        Of the splits.
    suspicious_quantile : float
        Of the probabilities of true validation triples; below it a triple is suspicious.
    grace_years : int
        In which a work may come out after a death.
    n_factors, steps, seed : int
    bootstrap_draws, permutations : int
    min_triples : int
        Credits below which nothing is evaluated.

    Examples
    --------
    >>> GraphSettings.from_row({"half_life_years": 5.0, "seed": None}).half_life_years
    5.0
    """

    half_life_years: float = 3.0
    credit_share: str = "position"
    rating_shrinkage: float = 100.0
    methods: str = "popularity,adamic_adar,als,default"
    valid_share: float = 0.1
    test_share: float = 0.1
    context_share: float = 0.5
    suspicious_quantile: float = 0.05
    grace_years: int = 2
    n_factors: int = 32
    steps: int = 60
    seed: int = 1
    bootstrap_draws: int = 200
    permutations: int = 200
    min_triples: int = 100

    @classmethod
    def from_row(cls, row: Mapping[Hashable, Any]) -> "GraphSettings":
        """Take from a row what it has; missing values mean the default."""
        kinds: dict[str, Any] = {field.name: type(field.default) for field in fields(cls)}
        given = {
            name: kind(row[name])
            for name, kind in kinds.items()
            if name in row and not pd.isna(row[name])
        }
        return cls(**given)
