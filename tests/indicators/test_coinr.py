"""COINr's example, stage by stage: what its documentation prints for 51 countries comes out here.

Becker et al., COINr 1.1.14 (MIT), vignettes "treat", "imputation", "aggregate" and "results" and
``build_example_coin``; data in ``coinr_asem.csv`` under ``coinr_asem.LICENSE``.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kurtosis, rankdata, skew

from wenmai.indicators.composite.compute import Cells, compute, prepare
from wenmai.indicators.composite.design import INDEX, Design, Group, Level, Step, Treated
from wenmai.indicators.methods import named

COUNTED = Step("counted", {"max_points": 5})
SUB_INDICES = {
    "Conn": ("Physical", "ConEcFin", "Political", "Instit", "P2P"),
    "Sust": ("Environ", "Social", "SusEcFin"),
}
PILLARS = (*SUB_INDICES["Conn"], *SUB_INDICES["Sust"])
# index, sub-indices, pillars, as results.html prints them
PRINTED = {
    "CHE": [68.38, 62.79, 73.98, 63.41, 32.87, 74.78, 85.94, 56.93, 77.21, 87.85, 56.88],
    "NLD": [64.82, 61.94, 67.70, 64.87, 46.62, 84.55, 71.74, 41.92, 58.73, 86.58, 57.78],
    "DNK": [64.80, 57.10, 72.51, 50.52, 30.43, 78.13, 75.35, 51.04, 69.83, 86.40, 61.29],
    "NOR": [64.47, 57.44, 71.50, 58.18, 25.70, 80.03, 89.46, 33.80, 70.90, 87.00, 56.59],
    "IND": [39.79, 28.60, 50.99, 18.78, 6.38, 51.90, 59.84, 6.07, 75.34, 22.74, 54.88],
}
INDIA_RANKS = [45, 44, 43, 48, 49, 33, 37, 47, 6, 51, 36]


@pytest.fixture(scope="module")
def asem():
    return pd.read_csv(Path(__file__).with_name("coinr_asem.csv"), index_col="code")


@pytest.fixture(scope="module")
def values(asem):
    return asem.drop("area").iloc[:, 3:].astype(float).T


def cells_of(asem, values):
    table = {code: column.to_numpy() for code, column in values.items()}
    negative = {code: asem.loc[code, "direction"] == -1 for code in values}
    areas = asem.loc["area"].iloc[3:].to_numpy(dtype=str)
    periods = np.ones(len(values), dtype=int)
    return Cells(table, table, negative, values.index.to_numpy(dtype=str), areas, periods)


def design_of(asem, treatment):
    """Denominate, fill by the mean of Europe or Asia, treat, 0 to 100, three arithmetic means."""
    own = asem[asem["parent"].notna()]
    indicators = {
        code: Treated(
            Step("minmax", {"range": (0.0, 100.0)}),
            treatment.get(code, COUNTED),
            Step("mean", {"of": "group"}),
            None if pd.isna(row["denominator"]) else row["denominator"],
        )
        for code, row in own.iterrows()
    }
    members = {pillar: tuple(own.index[own["parent"] == pillar]) for pillar in PILLARS}
    levels = (members, SUB_INDICES, {INDEX: ("Conn", "Sust")})
    return Design(
        indicators,
        tuple(
            Level(
                *(next(iter(groups)) if place == 2 else f"level{place}", "", ""),
                tuple(Group(code, code, code, below) for code, below in groups.items()),
                Step("equal"),
                Step("arithmetic"),
            )
            for place, groups in enumerate(levels)
        ),
    )


def shape(x):
    known = x[~np.isnan(x)]
    return skew(known, bias=False), kurtosis(known, bias=False)


def log_ct(x):
    """Return COINr's second treatment, ln(x − min + 1 % of the range), as a step of a design."""
    low, high = np.nanmin(x), np.nanmax(x)
    return Step("log", {"shift": 0.01 * (high - low) - low})


@pytest.fixture(scope="module")
def computed(asem, values):
    cells = cells_of(asem, values)
    first = prepare(design_of(asem, {}), cells)
    # what five points do not bring into shape takes the logarithm instead, as COINr does by itself
    beyond = {
        code: log_ct(first.before[code])
        for code, x in first.treated.items()
        if abs(shape(x)[0]) > 2 and shape(x)[1] > 3.5
    }
    return compute(design_of(asem, beyond), cells)


def test_the_index_of_51_countries_is_that_of_coinr_at_every_level(computed, values):
    codes = [INDEX, *SUB_INDICES, *PILLARS]
    scores = np.array([computed.scored[code].score for code in codes])
    for country, printed in PRINTED.items():
        here = values.index.get_loc(country)
        np.testing.assert_allclose(scores[:, here], printed, atol=0.005 + 1e-9, err_msg=country)
    india = values.index.get_loc("IND")
    assert [int(rankdata(-line)[india]) for line in scores] == INDIA_RANKS
    weights = computed.whole_weights()
    assert (weights["Goods"], weights["Renew"]) == (pytest.approx(0.02), pytest.approx(1 / 30))


@pytest.mark.parametrize(
    ("code", "printed"),  # skew and kurtosis, points moved, both after them, after the logarithm
    [
        ("Flights", ((2.103287, 4.508879), 1, (1.900658, 3.3360647), (-0.09502644, -0.8305217))),
        ("Goods", ((2.649973, 8.266610), 2, (1.140608, 0.1572047), (0.03104001, -0.8888965))),
        ("Services", ((1.701085, 2.375656), 0, (1.701085, 2.375656), None)),
        ("Bord", ((2.1482360, 5.7914905), 1, (1.899211, 4.346298), None)),
        ("Gas", ((2.8294486, 10.3346494), 1, (1.602518, 1.525576), None)),
    ],
)
def test_outliers_are_treated_as_coinr_treats_them(values, code, printed):
    before, moved, after, logged = printed
    x = values[code].to_numpy()
    assert shape(x) == pytest.approx(before, rel=1e-6)
    treated = named("treatment", "counted").compute(x)
    assert int((treated != x)[~np.isnan(x)].sum()) == moved
    assert shape(treated) == pytest.approx(after, rel=1e-6)
    if logged:
        step = log_ct(x)
        made = named("treatment", step.method).compute(x, **step.options)
        assert shape(made) == pytest.approx(logged, rel=1e-6)


def test_gaps_are_filled_as_coinr_fills_them(values):
    rows = values.iloc[36:46]
    groups, units, periods = np.repeat(["a", "b"], 5), np.arange(10).astype(str), np.ones(10, int)

    def filled(code, method, of):
        compute_ = named("imputation", method).compute
        return compute_(rows[code].to_numpy(), units, periods, groups, of=of)

    assert filled("Pat", "mean", "all")[[4, 7]] == pytest.approx([122.35, 122.35])
    assert filled("CultServ", "mean", "all")[4] == pytest.approx(0.6470778, abs=5e-8)
    assert filled("CultGood", "mean", "all")[[0, 3, 4, 7]] == pytest.approx([4.5395] * 4)
    assert filled("Pat", "median", "group")[[4, 7]] == pytest.approx([136.75, 26.85])
    assert filled("CultGood", "median", "group")[[0, 7]] == pytest.approx([8.5835, 1.2345])


def test_a_weighted_harmonic_mean_is_that_of_coinr(values):
    scale = named("normalization", "minmax").compute
    z = np.column_stack(
        [
            scale(values[code].to_numpy(), False, range=(1.0, 100.0))
            for code in ("LPI", "Flights", "Ship", "Bord")
        ]
    )
    weights = np.tile(np.array([1.0, 1, 2, 1]) / 5, (len(z), 1))
    found = named("aggregation", "harmonic").compute(z, weights, np.ones(len(z), int))
    assert [float(f"{score:.3g}") for score in found[:5]] == [2.36, 41.5, 14.3, 17.4, 3.93]
