"""The registry of methods: golden cases, one twin in SQL each, and what every family promises."""

import inspect

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.indicators.methods import FAMILIES, methods, named
from wenmai.indicators.methods.registry import method
from wenmai.indicators.methods.table import page
from wenmai.indicators.methods.weights import WeightInput
from wenmai.indicators.methods.weights_stated import pairwise, priorities

# Options for methods that need some, and the values that make them matter.
OPTIONS = {
    ("normalization", "minmax"): {"range": (1.0, 100.0)},
    ("normalization", "zscore"): {"mean": 100.0, "sd": 10.0},
    ("normalization", "goalposts"): {"lower": 1.5, "upper": 6.0},
    ("normalization", "frontier"): {"best": 0.9, "worst": 0.1},
    ("normalization", "reference"): {"value": 4.0},
    ("normalization", "target"): {"value": 4.0},
    ("aggregation", "power_mean"): {"power": 0.5},
    ("treatment", "log"): {"shift": 0.5},
    ("imputation", "mean"): {"of": "period"},
    ("imputation", "median"): {"of": "all"},
}
PERIODS = np.repeat([2020, 2021], 6)
UNITS = np.tile(np.arange(6), 2)


def panel(with_gaps=True):
    rng = np.random.default_rng(5)
    values = np.column_stack(
        [rng.lognormal(1, 0.7, 12), rng.uniform(1, 9, 12), rng.integers(1, 5, 12), np.full(12, 3.0)]
    ).astype(float)
    if with_gaps:
        values[2, 0] = values[7, 1] = np.nan
    return values


def cells(values, weights=None, raw=None, is_negative=False):
    rows, items = np.indices(values.shape)
    frame = pd.DataFrame(
        {
            "row_id": rows.ravel(),
            "item": items.ravel(),
            "period": PERIODS[rows.ravel()],
            "unit": UNITS[rows.ravel()],
            "value": values.ravel(),
            "raw": (values if raw is None else raw).ravel(),
        }
    )
    frame["x"] = -frame["value"] if is_negative else frame["value"]
    if weights is not None:
        frame["weight"] = weights.ravel()
        frame = frame[frame["weight"] > 0]
    return frame


def asked(query, frame, by):
    with duckdb.connect() as con:
        con.register("frame", frame)
        con.execute("create table cells as select * from frame")
        for column in ("value", "raw", "x"):
            con.execute(f"update cells set {column} = null where isnan({column})")
        return con.sql(f"select * from ({query}) order by {by}").df()


TWINS = [
    pytest.param(family, code, id=f"{family}-{code}")
    for family in FAMILIES
    for code, one in methods(family).items()
    if one.sql is not None
]


@pytest.mark.parametrize(("family", "code"), TWINS)
def test_sql_and_numpy_say_the_same(family, code):
    one = named(family, code)
    options = {
        name: default
        for name, default in one.options.items()
        if default is not inspect.Parameter.empty
    } | OPTIONS.get((family, code), {})
    values = panel()
    if family == "aggregation":
        positive = values / 10
        shares = np.tile([0.4, 0.3, 0.2, 0.1], (12, 1)) * ~np.isnan(values)
        shares /= shares.sum(axis=1, keepdims=True)
        mine = one.compute(positive, shares, PERIODS, **options)
        theirs = asked(one.sql.format(**options), cells(positive, shares), "row_id")
        np.testing.assert_allclose(theirs["score"], mine, rtol=0, atol=1e-12)
        return
    if family == "weighting":
        z = np.column_stack([_minmax(column) for column in values.T])
        mine = one.compute(WeightInput(z, values, ("a", "b", "c", "d")))
        theirs = asked(one.sql, cells(z, raw=values), "item")
        np.testing.assert_allclose(theirs["weight"], mine, rtol=0, atol=1e-12)
        return
    for is_negative in (False, True) if family == "normalization" else (False,):
        sign = -1 if is_negative else 1
        query = one.sql.format(sign=sign, **options)
        theirs = asked(query, cells(values, is_negative=is_negative), "row_id, item")
        for item in range(4):
            column = values[:, item]
            given_by = {"normalization": (column, is_negative), "treatment": (column,)}.get(
                family, (column, UNITS, PERIODS, UNITS % 2)
            )
            mine = one.compute(*given_by, **options)
            mine = mine if family == "imputation" else mine[~np.isnan(column)]
            found = theirs.loc[theirs["item"] == item].iloc[:, 2].to_numpy(dtype=float)
            np.testing.assert_allclose(found, mine, rtol=0, atol=1e-12, err_msg=str(item))


def _minmax(column):
    return named("normalization", "minmax").compute(column, False)


def weigh(code, matrix, raw=None):
    codes = tuple("abcdefgh"[: matrix.shape[1]])
    return named("weighting", code).compute(WeightInput(matrix, raw, codes))


def test_entropy_of_raw_shares_is_that_of_xu_2004():
    raw = np.array([[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]])
    assert weigh("entropy_shares", raw, raw).round(4).tolist() == [0.4630, 0.3992, 0.1378, 0.0]


def test_entropy_of_raw_shares_is_that_of_zavadskas_and_podvezko_2016():
    raw = np.array([[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]])
    assert weigh("entropy_shares", raw, raw).round(4).tolist() == [0.1146, 0.1981, 0.4185, 0.2689]


def test_critic_is_that_of_tus_and_aytac_adali_2019_when_directions_are_ignored():
    raw = np.array(
        [
            *([5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3]),
            *([600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4]),
        ],
        dtype=float,
    )
    negative = [True, *[False] * 5]
    z = np.column_stack(
        [
            named("normalization", "minmax").compute(x, n)
            for x, n in zip(raw.T, negative, strict=True)
        ]
    )
    published = [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]
    assert weigh("critic_undirected", z, raw).round(3).tolist() == published
    # with the direction of the first criterion, cost, its conflict with the others turns round
    directed = weigh("critic", z, raw)
    assert directed.sum() == pytest.approx(1)
    r = np.corrcoef(z.T)
    parts = z.std(axis=0, ddof=1) * (1 - r).sum(axis=0)
    np.testing.assert_allclose(directed, parts / parts.sum(), rtol=0, atol=1e-12)
    assert abs(directed[0] - 0.157) > 0.005


def test_topsis_is_that_of_papathanasiou_and_ploskas_2018():
    raw = np.array(
        [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]],
        dtype=float,
    )
    z = np.column_stack([named("normalization", "vector").compute(x, False) for x in raw.T])
    weights = np.tile([0.4, 0.3, 0.1, 0.2], (6, 1))
    scores = named("aggregation", "topsis").compute(z, weights, np.zeros(6, dtype=int))
    published = [0.387, 0.327, 0.391, 0.615, 0.868, 0.493]
    # the book rounds intermediate results to three digits
    np.testing.assert_allclose(scores, published, atol=0.001)
    assert scores.argmax() == 4


def test_ahp_is_the_textbook_case_of_choosing_a_holiday():
    pairs = [
        *(("b", "a", 2.0), ("a", "c", 4.0), ("a", "d", 3.0), ("a", "e", 3.0), ("b", "c", 7.0)),
        *(("b", "d", 5.0), ("b", "e", 5.0), ("d", "c", 2.0), ("e", "c", 3.0), ("d", "e", 1.0)),
    ]
    weights, ratio = priorities(pairwise("abcde", pairs))
    # Jiang Qiyuan, Mathematical Models: λ = 5.073, CI = 0.018, CR = 0.016
    assert round(5 + ratio * 1.12 * 4, 3) == pytest.approx(5.073, abs=0.0015)
    assert round(ratio, 3) == 0.016
    np.testing.assert_allclose(weights[:3], [0.263, 0.475, 0.055], atol=0.0015)
    contradicting = [("a", "b", 9.0), ("b", "c", 9.0), ("c", "a", 9.0)]
    assert priorities(pairwise("abc", contradicting))[1] > 1


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_normalisation_keeps_the_order_and_turns_it_where_less_is_better(data):
    x = np.array(
        data.draw(st.lists(st.integers(1, 40), min_size=3, max_size=9, unique=True)), dtype=float
    )
    for code, one in methods("normalization").items():
        options = OPTIONS.get(("normalization", code), {})
        if "value" in options:
            options = {"value": float(x.max())}
        for is_negative in (False, True):
            if is_negative and "value" in options:
                options = {"value": float(x.min())}
            z = one.compute(x, is_negative, **options)
            steps = np.diff(z[np.argsort(-x if is_negative else x)])
            assert (steps >= -1e-12).all(), (code, is_negative)
            if one.is_unit and code != "minmax":
                assert z.min() >= 0, code
                assert z.max() <= 1, code


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10))
def test_weights_sum_to_one_and_do_not_follow_the_unit_of_measure(seed, factor):
    raw = np.random.default_rng(seed).uniform(1, 9, (8, 4))
    for code, one in methods("weighting").items():
        if one.needed:
            continue
        found = []
        for unit in (1.0, factor):
            measured = raw * [1, unit, 1, 1]
            z = np.column_stack([_minmax(column) for column in measured.T])
            found.append(weigh(code, z, measured))
        assert found[0].sum() == pytest.approx(1), code
        assert (found[0] >= 0).all(), code
        np.testing.assert_allclose(found[0], found[1], atol=1e-9, err_msg=code)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_scores_rise_with_members_and_lie_between_them(seed):
    """Not so: Mazziotta–Pareto may fall when a member rises far above the others (imbalance)."""
    rng = np.random.default_rng(seed)
    z = rng.uniform(0.05, 1, (6, 3))
    weights = np.tile(rng.dirichlet(np.ones(3)), (6, 1))
    periods = np.zeros(6, dtype=int)
    for code, one in methods("aggregation").items():
        options = OPTIONS.get(("aggregation", code), {})
        score = one.compute(z, weights, periods, **options)
        if code in {"arithmetic", "geometric", "harmonic", "power_mean"}:
            assert (score >= z.min(axis=1) - 1e-12).all(), code
            assert (score <= z.max(axis=1) + 1e-12).all(), code
        if one.parts is not None:
            total = one.parts(z, weights, **options).sum(axis=1)
            np.testing.assert_allclose(total, score, atol=1e-12, err_msg=code)
        if code != "mazziotta_pareto":
            better = z.copy()
            better[0, 0] += (1 - better[0, 0]) / 2
            # the others' ideal may move, but the one that rose never falls in the order
            again = one.compute(better, weights, periods, **options)
            assert (again > again[0]).sum() <= (score > score[0]).sum(), code


def test_every_method_says_when_to_use_it_in_both_languages():
    for family in FAMILIES:
        for one in methods(family).values():
            for text in (*one.name, *one.use, *one.avoid, one.formula, one.source):
                assert text.strip(), one.code
            for chinese in (one.use[0], one.avoid[0]):
                assert any("一" <= sign <= "鿿" for sign in chinese), one.code


@pytest.mark.parametrize(
    ("language", "file"), [("en", "index_design.md"), ("zh", "zh/index_design.md")]
)
def test_the_page_of_all_methods_is_what_the_registry_says(project_dir, language, file):
    written = (project_dir / "docs" / file).read_text(encoding="utf-8")
    assert written.endswith(page(language).rstrip() + "\n"), "write page() behind the introduction"


def test_what_sql_cannot_say_is_these_and_each_says_why():
    without = {
        (one.family, code)
        for family in FAMILIES
        for code, one in methods(family).items()
        if one.sql is None
    }
    stated = {"given", "ahp", "product", "geometric", "game", "inherited"}
    assert without == {
        *(("treatment", code) for code in ("counted", "boxcox")),
        *(("imputation", code) for code in ("interpolate", "fixed_effects")),
        ("normalization", "normal_probability"),
        *(("weighting", code) for code in ("pca", "factor", *stated)),
    }
    for family, code in without:
        reasons = named(family, code).no_sql
        assert all(reasons), code
        assert any("一" <= sign <= "鿿" for sign in reasons[0]), code
    with pytest.raises(ValueError, match="no_sql"):
        method("weighting", "new")(None)


def test_normalisations_are_those_of_coinr_on_the_cases_of_its_own_tests():
    """COINr 1.1 (MIT), tests/testthat/test-normalise.R: inputs and expected values."""

    def fit(code, values, is_negative=False, **options):
        found = named("normalization", code).compute(np.array(values), is_negative, **options)
        return found.round(12).tolist()

    assert fit("target", [0.0, 5, 11], value=10) == [0, 0.5, 1]
    assert fit("target", [-1.0, 1, 10], True, value=0) == [1, 0.9, 0]
    ends = {"lower": 0, "upper": 10}
    assert fit("goalposts", [1.0, 11, -1], **ends) == [0.1, 1, 0]
    assert fit("goalposts", [1.0, -1, 11], True, **ends) == [0.9, 1, 0]
    ten = np.arange(1.0, 11)
    spread = fit("minmax", ten, range=(2.0, 7.0))
    assert (min(spread), max(spread)) == (2, 7)
    assert fit("borda", ten) == list(range(10))
    assert fit("maximum", ten) == (ten / 10).tolist()
    reference = 1 - (ten[3] - ten) / (ten[3] - 1)
    assert fit("reference", ten, value=4.0) == reference.round(12).tolist()
    targeted = fit("target", ten, value=8.0)
    assert (min(targeted), targeted[7:]) == (0, [1, 1, 1])
