"""Elasticity: the planted one is found, bulk discounts are not mistaken for demand."""

import numpy as np
import pandas as pd
import pytest

from wenmai.consumers.elasticity import best_price, estimate_elasticity, profit_curve
from wenmai.errors import WenmaiError


def cells(elasticity: float, bulk: float = 0.0, seed: int = 1) -> pd.DataFrame:
    """Weekly sales whose prices stay for a while; with ``bulk`` large orders pay less."""
    rng = np.random.default_rng(seed)
    rows = []
    for item in range(25):
        level, log_price = rng.normal(4, 0.5), 3.0
        for period in range(60):
            if rng.random() < 0.12:
                log_price = 3 + rng.normal(0, 0.25)
            noise = rng.normal(0, 0.4)
            price = log_price - bulk * noise
            rows.append(
                (item, period, np.exp(price), np.exp(level + elasticity * log_price + noise))
            )
    return pd.DataFrame(rows, columns=["item", "period", "price", "quantity"])


def test_a_planted_elasticity_is_found():
    found = estimate_elasticity(cells(-1.6))
    own = found.own
    assert found.status == "identified" and own is not None
    assert own.method == "last_price"
    first = found.estimates[0]
    assert first.lower < -1.6 < first.upper and first.upper - first.lower < 0.25


def test_the_within_estimate_is_that_of_a_panel_library():
    from linearmodels.panel import PanelOLS

    frame = cells(-1.6).assign(p=lambda x: np.log(x["price"]), q=lambda x: np.log(x["quantity"]))
    model = PanelOLS(
        frame.set_index(["item", "period"])["q"],
        frame.set_index(["item", "period"])[["p"]],
        entity_effects=True,
        time_effects=True,
    ).fit()
    assert estimate_elasticity(frame).estimates[0].elasticity == pytest.approx(model.params["p"])


def test_bulk_discounts_are_suspected():
    found = estimate_elasticity(cells(-0.2, bulk=0.4))
    assert found.estimates[0].elasticity < -1
    assert found.status == "reverse causality suspected" and found.own is None


def test_an_instrument_takes_the_place_of_the_check():
    frame = cells(-1.6, bulk=0.4)
    rng = np.random.default_rng(2)
    cost = rng.normal(size=len(frame))
    frame["price"] *= np.exp(0.3 * cost)
    frame["quantity"] *= np.exp(-1.6 * 0.3 * cost)
    found = estimate_elasticity(frame.assign(instrument=cost))
    assert found.own is not None and found.own.method == "instrument"
    assert found.own.lower < -1.6 < found.own.upper


def test_weak_demand_and_few_cells_name_no_price():
    assert estimate_elasticity(cells(-0.7)).status == "not elastic enough"
    assert estimate_elasticity(cells(-1.6).head(40)).status == "not enough data"
    with pytest.raises(WenmaiError, match="not above 0"):
        estimate_elasticity(cells(-1.6).assign(price=0))


def test_the_best_price_is_where_profit_is_highest():
    curve = profit_curve(-2.5, 12.0, 25.0, 100.0, (18.0, 22.0), n_points=400)
    best = curve.loc[curve["is_best"]].iloc[0]
    assert best["price"] == pytest.approx(20.0) == best_price(-2.5, 12.0)
    assert best["profit"] == curve["profit"].max() and not best["is_extrapolated"]
    assert curve.loc[curve["price"] > 22, "is_extrapolated"].all()
    assert np.isnan(best_price(-0.9, 12.0))


@pytest.mark.real
def test_the_gift_shops_bulk_discounts_are_suspected(real_data_dir):
    file = real_data_dir / "consumers/online_retail/online_retail_2010-12_2011-06.parquet"
    lines = pd.read_parquet(file)
    is_sale = (lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)
    lines = lines[is_sale & lines["StockCode"].str.match(r"^\d{5}")]
    day = pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%y %H:%M")
    lines = lines.assign(
        period=(day - pd.Timestamp("2010-11-29")).dt.days // 7,
        revenue=lines["Quantity"] * lines["UnitPrice"],
    )
    sold = lines.groupby(["StockCode", "period"])[["Quantity", "revenue"]].sum().reset_index()
    found = estimate_elasticity(
        pd.DataFrame(
            {
                "item": sold["StockCode"],
                "period": sold["period"],
                "quantity": sold["Quantity"],
                "price": sold["revenue"] / sold["Quantity"],
            }
        )
    )
    assert found.status == "reverse causality suspected"
    slopes = [estimate.elasticity for estimate in found.estimates]
    assert slopes == pytest.approx([-2.06, -0.56], abs=0.03)
