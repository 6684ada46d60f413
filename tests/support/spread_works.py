"""Work that is spread over processes, in small: draws, random networks, bootstraps."""

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest

from wenmai.econometrics.var.bootstrap import replicate
from wenmai.econometrics.var.design import Design as VarDesign
from wenmai.econometrics.var.estimate import fit_least_squares
from wenmai.econometrics.var.gmm import Gmm
from wenmai.indicators.composite.design import INDEX, Design, Group, Level, Step, Treated
from wenmai.indicators.uncertainty import Choices, Engine, Panel, measure_uncertainty
from wenmai.indicators.uncertainty.choices import OWN
from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.networks.graph import Graph
from wenmai.networks.small_world import small_world

CHOICES = Choices(
    imputation=("interpolate", "nearest"),
    winsorizing=((0.01, 0.99), (0, 1)),
    normalization=("minmax", "rank"),
    weighting=("entropy", "critic"),
    leave_one_out=True,
    weight_concentration=200.0,
    measurement_noise={"i0": 0.1},
)


def _panel() -> Panel:
    rng = np.random.default_rng(3)
    values = rng.lognormal(size=(24, 4))
    return Panel(
        filled={"interpolate": values, "nearest": values * 1.01, "none": values},
        units=np.repeat(np.arange(8), 3),
        years=np.tile(np.arange(2018, 2021), 8),
        is_negative=np.arange(4) == 1,
        codes=tuple(f"i{number}" for number in range(4)),
    )


def draws(patch: pytest.MonkeyPatch) -> Any:
    """Score a panel under many choices, noise in cells and weights among them."""
    patch.setattr("wenmai.indicators.uncertainty.draws.BLOCK_CELLS", 500)
    found = measure_uncertainty(Engine(_panel(), CHOICES, seed=5), 32, seed=4)
    return [frame.to_dict() for frame in (found.uncertainty, found.sensitivity, found.robustness)]


def draws_of_a_design(patch: pytest.MonkeyPatch) -> Any:
    """Score an index of a study's own design."""
    patch.setattr("wenmai.indicators.uncertainty.draws.BLOCK_CELLS", 500)
    top = (Group(INDEX, INDEX, INDEX, ("p",)),)
    pillar = (Group("p", "p", "p", ("i0", "i1", "i2")),)
    levels = (
        Level("pillar", "p", "p", pillar, Step("critic"), Step("geometric")),
        Level(INDEX, INDEX, INDEX, top, Step("equal"), Step("arithmetic")),
    )
    scale = Step("minmax", {"range": [1, 100]})
    design = Design(dict.fromkeys(("i0", "i1", "i2"), Treated(scale, per="i3")), levels)
    choices = Choices(
        imputation=(OWN,), normalization=(OWN, "zscore"), weighting=(OWN, "equal"),
        aggregation=(OWN, "harmonic"), leave_one_out=True, weight_concentration=100.0,
    )  # fmt: skip
    engine = DesignEngine(_panel(), design, np.full(24, "21"), choices, seed=5)
    return measure_uncertainty(engine, 32, seed=4).uncertainty.to_dict()


def random_networks(patch: pytest.MonkeyPatch) -> Any:
    """Compare a network with random ones of its degrees, five of them at a time."""
    patch.setattr("wenmai.networks.rewiring._CELLS_PER_BATCH", 5 * 30**2)
    network = nx.connected_watts_strogatz_graph(30, 4, 0.1, seed=2)
    edges = [(f"{one:02d}", f"{other:02d}") for one, other in network.edges]
    return small_world(Graph.from_edges(edges, is_directed=False), 40, seed=4)


def bootstraps(patch: pytest.MonkeyPatch) -> Any:
    """Estimate a VAR anew on resampled panels."""
    patch.setattr("wenmai.econometrics.var.bootstrap._NUMBERS_AT_A_TIME", 20_000)
    values = np.random.default_rng(4).standard_normal((10, 14, 2)).cumsum(axis=1) / 4
    design = VarDesign(np.ones(values.shape[:2], dtype=bool), 1, 2, "c")
    drawn = replicate(
        *(values, fit_least_squares(values, design), Gmm(design, "forward_orthogonal", 2, 2)),
        **{"method": "wild", "replications": 200, "seed": 3},
    )
    return drawn.coefficients.tolist(), drawn.covariance.tolist(), drawn.n_failed


WORKS: Mapping[str, Callable[[pytest.MonkeyPatch], Any]] = {
    work.__name__: work for work in (draws, draws_of_a_design, random_networks, bootstraps)
}
