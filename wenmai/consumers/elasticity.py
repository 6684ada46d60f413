"""How demand answers the price, and what price would earn most: only where the data can say so."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NO_LOGARITHM = Sentence("domains.no_logarithm")
TAKE_RETURNS_OUT = Sentence("domains.take_returns_out")

Floats = npt.NDArray[np.float64]
STATUSES = ("identified", "not elastic enough", "reverse causality suspected", "not enough data")
LEAST_CELLS = 50
LEAST_ITEMS = 5
# The check with last period's price passes when its interval reaches half of what this period's
# price says: prices stay for some periods, so the earlier one should say most of the same.
_KEEPS = 0.5
_Z = 1.959963984540054


@dataclass(frozen=True)
class Elasticity:
    """One estimate.

    Parameters
    ----------
    method : {'unit_value', 'last_price', 'instrument'}
    elasticity, lower, upper : float
        Per cent of quantity per per cent of price, with its 95 % interval.
    n_cells, n_items : int
    """

    method: str
    elasticity: float
    lower: float
    upper: float
    n_cells: int
    n_items: int


@dataclass(frozen=True)
class ElasticityFound:
    """What two estimates say together.

    Parameters
    ----------
    estimates : tuple of Elasticity
    status : str
        One of STATUSES.
    """

    estimates: tuple[Elasticity, ...]
    status: str

    @property
    def own(self) -> Elasticity | None:
        """The estimate that a price may be set by, if any."""
        return self.estimates[-1] if self.status == "identified" else None


def estimate_elasticity(cells: pd.DataFrame) -> ElasticityFound:
    r"""Regress ln q on ln p with effects of item and period, clustered by item, in two ways.

    With this period's unit value (revenue ÷ quantity) and with last period's. Who buys much pays
    less: a unit value then falls *because* quantity rose, and only the first estimate is steep. So
    where the second does not reach half of the first, the status is ``reverse causality
    suspected``, and no price may be recommended. With a column ``instrument`` a third estimate by
    two-stage least squares takes the place of the check.

    Parameters
    ----------
    cells : DataFrame
        One row per ``item`` and ``period`` (a running integer) with ``quantity`` and ``price``,
        both above 0; optionally ``instrument`` (of the price, such as cost).

    Returns
    -------
    ElasticityFound
        Status ``not elastic enough`` where the interval does not lie wholly below −1: profit then
        has no inner best price.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> rows = [(i, t, np.exp(2 + 0.1 * i + 0.3 * (t // 6 + i) % 0.4)) for i in range(9)
    ...         for t in range(30)]
    >>> cells = pd.DataFrame(rows, columns=["item", "period", "price"])
    >>> cells["quantity"] = 1000 * cells["price"] ** -2 * rng.lognormal(0, 0.05, len(cells))
    >>> found = estimate_elasticity(cells)
    >>> found.status, round(found.estimates[0].elasticity)
    ('identified', -2)
    """
    if ((cells["quantity"] <= 0) | (cells["price"] <= 0)).any():
        raise WenmaiError(
            NO_LOGARITHM(),
            hint=TAKE_RETURNS_OUT(),
        )
    frame = cells.sort_values(["item", "period"]).reset_index(drop=True)
    frame["ln_q"], frame["ln_p"] = np.log(frame["quantity"]), np.log(frame["price"])
    before = frame.groupby("item")[["period", "ln_p"]].shift(1)
    frame["ln_last"] = before["ln_p"].where(before["period"] == frame["period"] - 1)
    estimates = [
        estimate
        for method, column in (("unit_value", "ln_p"), ("last_price", "ln_last"))
        if (estimate := _within(frame, method, column)) is not None
    ]
    if "instrument" in frame:
        instrumented = _within(frame, "instrument", "ln_p", "instrument")
        if instrumented is not None:
            estimates.append(instrumented)
    return ElasticityFound(tuple(estimates), _status(estimates))


def best_price(elasticity: float, unit_cost: float) -> float:
    """Return the price of most profit at a constant elasticity: c·ε/(1 + ε) (Lerner 1934).

    Parameters
    ----------
    elasticity : float
        Below −1.
    unit_cost : float

    Returns
    -------
    float
        Missing where there is none.

    Examples
    --------
    >>> best_price(-3.0, 20.0)
    30.0
    """
    if not elasticity < -1 or not unit_cost > 0:
        return float("nan")
    return unit_cost * elasticity / (1 + elasticity)


def profit_curve(
    elasticity: float,
    unit_cost: float,
    price: float,
    quantity: float,
    observed: tuple[float, float],
    *,
    n_points: int = 21,
) -> pd.DataFrame:
    """Compute profit at prices round today's, (p − c)·q₀·(p/p₀)^ε.

    Parameters
    ----------
    elasticity, unit_cost : float
    price, quantity : float
        Today's.
    observed : (float, float)
        Lowest and highest price that people have seen.
    n_points : int
        Prices between 0.8 times the lowest (or the cost) and 1.2 times the highest; the best one
        is added.

    Returns
    -------
    DataFrame
        ``price``, ``quantity``, ``profit``, ``is_best`` and ``is_extrapolated``.

    Examples
    --------
    >>> curve = profit_curve(-3.0, 20.0, 32.0, 100.0, (25.0, 40.0))
    >>> curve.loc[curve["is_best"], ["price", "is_extrapolated"]].values.tolist()
    [[30.0, False]]
    """
    prices = np.linspace(max(0.8 * observed[0], unit_cost), 1.2 * observed[1], n_points)
    best = best_price(elasticity, unit_cost)
    if np.isfinite(best):
        prices = np.union1d(prices, [best])
    sold = quantity * (prices / price) ** elasticity
    return pd.DataFrame(
        {
            "price": prices,
            "quantity": sold,
            "profit": (prices - unit_cost) * sold,
            "is_best": prices == best,
            "is_extrapolated": (prices < observed[0]) | (prices > observed[1]),
        }
    )


def _status(estimates: list[Elasticity]) -> str:
    by_method = {estimate.method: estimate for estimate in estimates}
    if {"unit_value", "last_price"} - set(by_method):
        return "not enough data"
    last = by_method["unit_value"]
    if "instrument" in by_method:
        last = by_method["instrument"]
    else:
        check = by_method["last_price"]
        needed = _KEEPS * last.elasticity
        if (check.lower > needed) if needed < 0 else (check.upper < needed):
            return "reverse causality suspected"
    return "identified" if last.upper < -1 else "not elastic enough"


def _within(
    frame: pd.DataFrame, method: str, price: str, instrument: str | None = None
) -> Elasticity | None:
    """Estimate with effects of item and period; None where prices do not vary enough."""
    # half a second to import, and most studies have no prices
    from linearmodels.iv import IV2SLS  # noqa: PLC0415

    columns = ["ln_q", price, *([instrument] if instrument else [])]
    rows = frame.dropna(subset=columns)
    rows = rows[rows.groupby("item")["item"].transform("size") > 1]
    n_items = rows["item"].nunique()
    if len(rows) < LEAST_CELLS or n_items < LEAST_ITEMS:
        return None
    codes = [rows[name].astype("category").cat.codes.to_numpy() for name in ("item", "period")]
    y, x, *others = (_demean(rows[name].to_numpy(dtype=float), codes) for name in columns)
    if x.std() < 1e-6:
        return None
    if others:
        if others[0].std() < 1e-9:
            return None
        model = IV2SLS(y, None, x, others[0])
    else:
        model = IV2SLS(y, x, None, None)
    fitted = model.fit(cov_type="clustered", clusters=codes[0], debiased=False)
    slope = float(fitted.params.iloc[0])
    error = float(fitted.std_errors.iloc[0] * np.sqrt(n_items / (n_items - 1)))
    return Elasticity(method, slope, slope - _Z * error, slope + _Z * error, len(rows), n_items)


def _demean(values: Floats, codes: list[npt.NDArray[np.integer[Any]]]) -> Floats:
    """Take effects of item and period out by turns, until neither is left."""
    left = values - values.mean()
    for _ in range(500):
        before = left.copy()
        for code in codes:
            left = left - (np.bincount(code, left) / np.bincount(code))[code]
        if np.abs(left - before).max() < 1e-10 * max(1.0, np.abs(values).max()):
            break
    return left
