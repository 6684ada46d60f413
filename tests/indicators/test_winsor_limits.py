"""Winsorising limits are exact quantiles, whichever way they were found."""

import numpy as np
import pandas as pd
import pytest

RNG = np.random.default_rng(11)
N = 40_000
SHAPES = {
    "skewed": RNG.lognormal(2, 1.5, N),
    "mostly_zero": np.where(RNG.random(N) < 0.8, 0.0, RNG.lognormal(size=N)),
    "rising": np.arange(N, dtype=float),
    "few_values": RNG.integers(0, 4, N).astype(float),
    "negative": -RNG.lognormal(size=N),
    "constant": np.full(N, 3.5),
    "short": RNG.normal(size=7),
    "single": np.array([42.0]),
    "holed": np.where(RNG.random(N) < 0.3, np.nan, RNG.normal(size=N)),
    "empty": np.full(5, np.nan),
}


def limits(models, lower, upper):
    """Return the limits of every shape, as one indicator each, and which have a mark."""
    cells = pd.concat(
        pd.DataFrame({"study_code": "s", "indicator_code": name, "imputed_value": values})
        for name, values in SHAPES.items()
    )
    con = models.run(
        {
            "int_indicators__imputed_values": cells,
            "stg_config__studies": pd.DataFrame(
                [{"study_code": "s", "winsor_lower": lower, "winsor_upper": upper}]
            ),
            "stg_config__study_indicators": pd.DataFrame(
                {"study_code": "s", "indicator_code": list(SHAPES)}
            ),
        },
        ["int_indicators__winsor_limits"],
    )
    rows = con.sql("""
        select indicator_code, winsor_low, winsor_high
        from intermediate.int_indicators__winsor_limits
    """).fetchall()
    marked = con.sql("""
        select indicator_code from intermediate.int_indicators__winsor_marks
        where low_mark is not null and high_mark is not null
    """).fetchall()
    return {code: (low, high) for code, low, high in rows}, {code for (code,) in marked}


@pytest.mark.parametrize(
    ("lower", "upper"),
    [(0.01, 0.99), (0.0, 1.0), (0.05, 0.9), (0.25, 0.75), (0.0, 0.6), (0.5, 0.5)],
)
def test_limits_equal_type_7_quantiles(compiled_models, lower, upper):
    found, marked = limits(compiled_models, lower, upper)
    assert set(found) == set(SHAPES) - {"empty"}
    for name, (low, high) in found.items():
        values = SHAPES[name][~np.isnan(SHAPES[name])]
        wanted = np.quantile(values, [lower, upper])
        assert [low, high] == pytest.approx(wanted, rel=1e-13, abs=1e-13), name
    # both ways of finding them are taken: tails around a mark, and all values without one
    if (lower, upper) == (0.01, 0.99):
        assert "skewed" in marked
