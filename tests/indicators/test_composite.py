"""Indices of a study's own design: by hand, against the engine of P1's, and as tables."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.panels import AWKWARD_DIRECTIONS, awkward_panel, indicator_names

from wenmai.indicators.composite.compute import Cells, compute
from wenmai.indicators.composite.design import (
    INDEX,
    Design,
    Group,
    Level,
    Step,
    Treated,
    index_of_p1,
)
from wenmai.indicators.composite.studies import composite_by_study
from wenmai.indicators.composite.what_if import what_if
from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Panel

INHERITED = Step("inherited", of=(Step("entropy"),))
MEAN = Step("arithmetic")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def level(code, weighting, aggregation, **groups):
    found = tuple(Group(name, name, name, tuple(members)) for name, members in groups.items())
    return Level(code, code, code, found, weighting, aggregation)


def cells_of(values, directions, **more):
    names = indicator_names(values.shape[1])
    table = dict(zip(names, values.T, strict=True))
    units = np.repeat(np.arange(10), 6).astype(str)
    negative = {n: d == "negative" for n, d in zip(names, directions, strict=True)}
    years = np.tile(np.arange(2018, 2024), 10)
    return Cells(table, table, negative, units, units, years, **more)


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_the_index_of_p1_is_one_design_of_many(missing):
    """Weights of all at once, inherited upwards, arithmetic: groups change nothing."""
    values = awkward_panel(3, missing).reshape(60, 6)
    names = indicator_names(6)
    cells = cells_of(values, AWKWARD_DIRECTIONS, winsor=(0.01, 0.99))
    flat = Design(
        {name: Treated(Step("minmax")) for name in names},
        (level(INDEX, Step("entropy"), MEAN, **{INDEX: names}),),
    )
    panel = Panel(
        {"interpolate": values},
        cells.units,
        cells.periods,
        np.array(AWKWARD_DIRECTIONS) == "negative",
        tuple(names),
    )
    own = Engine(panel, Choices()).own_scores()
    np.testing.assert_allclose(compute(flat, cells).index.score, own, rtol=0, atol=1e-12)
    levels = (
        level("pillar", INHERITED, MEAN, a=names[:2], b=names[2:]),
        level(INDEX, INHERITED, MEAN, **{INDEX: ["a", "b"]}),
    )
    whole = ~np.isnan(values).any(axis=1)
    found = compute(replace(flat, levels=levels), cells)
    np.testing.assert_allclose(found.index.score[whole], own[whole], rtol=0, atol=1e-11)
    assert sum(found.whole_weights()[name] for name in names) == pytest.approx(1)


def test_three_levels_by_hand():
    x = {"a": np.array([1.0, 3.0]), "b": np.array([4.0, 2.0]), "c": np.array([10.0, 20.0])}
    units = np.array(["u", "v"])
    cells = Cells(x, x, dict.fromkeys(x, False), units, units, np.array([1, 1]))
    given = Step("given", {"weights": {"a": 0.25, "b": 0.75, "c": 1.0, "p": 0.5, "q": 0.5}})
    design = Design(
        dict.fromkeys(x, Treated(Step("minmax", {"range": [1, 100]}))),
        (
            level("pillar", given, MEAN, p=["a", "b"], q=["c"]),
            level(INDEX, given, Step("geometric"), **{INDEX: ["p", "q"]}),
        ),
    )
    assert Design.from_json(design.to_json()) == design
    found = compute(design, cells)
    assert found.scored["p"].score.round(9).tolist() == [75.25, 25.75]
    expected = [np.sqrt(75.25 * 1), np.sqrt(25.75 * 100)]
    np.testing.assert_allclose(found.index.score, expected, atol=1e-11)
    contributions = found.contributions()
    np.testing.assert_allclose(sum(contributions.values()), expected, atol=1e-11)
    # of the first unit's p, b carries 75 of 75.25
    half = expected[0] / 2
    np.testing.assert_allclose(contributions["b"][0], half * 75 / 75.25, atol=1e-11)


def test_denominators_gaps_and_treatment_of_one_indicator():
    gdp = np.array([100.0, 400.0, np.nan, 9000.0])
    people = np.array([10.0, 20.0, 5.0, 30.0])
    observed = {"gdp": gdp, "people": people}
    units = np.array(list("wxyz"))
    cells = Cells(
        observed, observed, dict.fromkeys(observed, False), units, units, np.array([1, 1, 1, 1])
    )
    treated = Treated(
        Step("goalposts", {"lower": 0, "upper": 40}),
        treatment=Step("quantiles", {"lower": 0, "upper": 0.5}),
        imputation=Step("median", {"of": "all"}),
        per="people",
        scale=2.0,
    )
    design = Design({"gdp": treated}, (level(INDEX, Step("equal"), MEAN, **{INDEX: ["gdp"]}),))
    found = compute(design, cells)
    assert found.before["gdp"].tolist() == [20, 40, 40, 600]
    assert found.treated["gdp"].tolist() == [20, 40, 40, 40]
    assert found.normalized["gdp"].tolist() == [0.5, 1, 1, 1]


def test_what_is_missing_is_shared_out_until_too_little_is_known():
    x = {"a": np.array([0.0, 1.0, np.nan]), "b": np.array([1.0, np.nan, np.nan])}
    units = np.array(list("xyz"))
    cells = Cells(x, x, dict.fromkeys(x, False), units, units, np.array([1, 1, 1]))
    identity = Treated(Step("goalposts", {"lower": 0, "upper": 1}))
    weights = Step("given", {"weights": {"a": 0.7, "b": 0.3}})
    design = Design(
        dict.fromkeys(x, identity), (level(INDEX, weights, MEAN, **{INDEX: ["a", "b"]}),)
    )
    found = compute(design, cells).index
    assert found.score[:2].round(9).tolist() == [0.3, 1.0]
    assert np.isnan(found.score[2])
    assert found.observed_share.tolist() == [1.0, 0.7, 0.0]
    strict = compute(design, replace(cells, min_observed_share=0.8)).index
    assert np.isnan(strict.score[1])


def test_per_year_weights_and_ranges_do_not_see_other_years():
    rng = np.random.default_rng(2)
    x = {"a": rng.uniform(1, 9, 8), "b": rng.uniform(1, 9, 8)}
    years = np.repeat([2020, 2021], 4)
    units = np.tile(np.arange(4), 2).astype(str)
    step = Treated(Step("minmax", scope="per_year"))
    top = level(
        INDEX,
        Step("critic", scope="per_year"),
        Step("topsis", scope="per_year"),
        **{INDEX: ["a", "b"]},
    )
    design = Design(dict.fromkeys(x, step), (top,))
    both = compute(design, Cells(x, x, dict.fromkeys(x, False), units, units, years)).index
    late = {code: values[4:] for code, values in x.items()}
    alone = Cells(late, late, dict.fromkeys(x, False), units[4:], units[4:], years[4:])
    np.testing.assert_array_equal(both.score[4:], compute(design, alone).index.score)


def test_tables_have_a_row_per_study_and_none_without_designs():
    empty = composite_by_study(
        pd.DataFrame(columns=["study_code"]), pd.DataFrame(columns=["study_code"])
    )
    assert empty.num_rows == 0
    design = Design(
        {"a": Treated(Step("minmax"))}, (level(INDEX, Step("equal"), MEAN, **{INDEX: ["a"]}),)
    )
    cells = pd.DataFrame(
        {
            "study_code": "s",
            "unit_code": ["y", "x"],
            "year": [2020, 2020],
            "indicator_code": "a",
            "direction": "negative",
            "area_code": None,
            "observed_value": [1.0, 3.0],
            "imputed_value": [1.0, 3.0],
        }
    )
    settings = pd.DataFrame(
        [
            {
                "study_code": "s",
                "design": design.to_json(),
                "winsor_lower": 0.0,
                "winsor_upper": 1.0,
                "min_observed_share": 0.6,
            }
        ]
    )
    (row,) = composite_by_study(cells, settings).to_pylist()
    assert [(one["unit_code"], one["score"]) for one in row["scores"]] == [("x", 0.0), ("y", 1.0)]
    assert [one["whole_weight"] for one in row["weights"]] == [1.0]
    assert [one["contribution"] for one in row["cells"]] == [0.0, 1.0]


def test_what_if_computes_the_whole_index_anew():
    values = awkward_panel(3, 0.0).reshape(60, 6)
    cells = cells_of(values, AWKWARD_DIRECTIONS, winsor=(0.01, 0.99))
    design = index_of_p1(indicator_names(6), "pooled", None)
    (same,) = what_if(design, cells, ("3", 2020), {"i01": values[20, 1]}, {})
    assert (same.score, same.rank) == (same.score_before, same.rank_before)
    (risen,) = what_if(design, cells, ("3", 2020), {"i01": 0.0}, {})  # less is better
    changed = values.copy()
    changed[20, 1] = 0.0
    again = compute(design, cells_of(changed, AWKWARD_DIRECTIONS, winsor=(0.01, 0.99)))
    assert risen.score == again.index.score[20] > risen.score_before
    (weighed,) = what_if(design, cells, ("3", 2020), {}, {"i01": 1.0})
    position = compute(design, cells).normalized["i01"][20]
    assert weighed.score == pytest.approx(position, abs=1e-12)
    with pytest.raises(KeyError, match="i09"):
        what_if(design, cells, ("3", 2020), {"i09": 1.0}, {})


def test_the_only_member_of_a_group_weighs_one_unless_it_never_varies():
    x = {"a": np.array([1.0, 3.0, 2.0]), "b": np.array([4.0, 2.0, 9.0]), "c": np.full(3, 5.0)}
    units = np.array(["u", "v", "w"])
    cells = Cells(x, x, dict.fromkeys(x, False), units, units, np.array([1, 1, 1]))
    design = Design(
        dict.fromkeys(x, Treated(Step("minmax"))),
        (
            level("pillar", Step("critic"), MEAN, p=["a"], q=["b"], r=["c"]),
            level(INDEX, Step("equal"), MEAN, **{INDEX: ["p", "q", "r"]}),
        ),
    )
    scored = compute(design, cells).scored
    assert [one.weights[0].tolist() for one in scored.values()][:3] == [[1.0], [1.0], [0.0]]
    assert scored["p"].score.tolist() == [0.0, 1.0, 0.5]
    assert np.isnan(scored["r"].score).all()


def test_the_human_development_index_is_a_design_of_goalposts_and_levels():
    # UNDP, Human Development Report 2015, table 1, as printed; the example study computes the same
    printed = pd.read_csv(EXAMPLES / "human_development/tables/hdr2015.csv", index_col=0)
    codes = ("life", "expected_years", "mean_years", "income")
    values = dict(zip(codes, printed.iloc[:, 1:].to_numpy(float).T, strict=True))
    ends = {"life": (20, 85), "mean_years": (0, 15), "expected_years": (0, 18)}
    treated = {
        code: Treated(Step("goalposts", {"lower": low, "upper": high}), treatment=Step("none"))
        for code, (low, high) in ends.items()
    }
    logs = {"lower": np.log(100), "upper": np.log(75_000)}
    treated["income"] = Treated(Step("goalposts", logs), treatment=Step("log"))
    groups = {"health": ["life"], "education": list(codes[1:3]), "standard": ["income"]}
    equal = Step("equal")
    design = Design(
        treated,
        (
            level("dimension", equal, MEAN, **groups),
            level(INDEX, equal, Step("geometric"), **{INDEX: list(groups)}),
        ),
    )
    units = printed.index.to_numpy()
    year = np.full(len(units), 2014)
    cells = Cells(values, values, dict.fromkeys(codes, False), units, units, year)
    found = compute(design, cells)
    # the components are printed with three or four digits, the index with three
    np.testing.assert_allclose(found.index.score, printed["HDI"], rtol=0, atol=0.001)
    # Australia's 20.2 years of schooling stop at 18, Singapore's income at 75,000
    assert found.normalized["expected_years"].max() == 1
    assert found.normalized["income"].max() == 1
    assert found.scored["education"].score[0] == pytest.approx((17.5 / 18 + 12.6 / 15) / 2)
