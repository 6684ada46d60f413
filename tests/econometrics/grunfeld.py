"""Grunfeld's panel as statsmodels carries it, without the firm that R plm's copy has not."""

import pandas as pd
import statsmodels.datasets.grunfeld as source

from wenmai.econometrics.design import Design, ModelSpec, build_design


def grunfeld() -> pd.DataFrame:
    """Return 10 firms × 20 years: index unit_code, year; columns invest, value, capital."""
    data = source.load_pandas().data
    data = data[data["firm"] != "American Steel"]
    data = data.rename(columns={"firm": "unit_code"}).astype({"year": int})
    return data.set_index(["unit_code", "year"])[["invest", "value", "capital"]]


def design_of(effects: str) -> Design:
    """Return investment on value and capital."""
    return build_design(grunfeld(), ModelSpec("invest", ("value", "capital"), effects=effects))
