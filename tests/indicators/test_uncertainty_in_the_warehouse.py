"""Intervals, shares and robustness as the refreshed demo publishes them."""

import numpy as np
import pandas as pd
import pytest

from wenmai.indicators.uncertainty import Choices, Engine
from wenmai.indicators.uncertainty.studies import choices_of, panel_of
from wenmai.settings import Settings

STUDIES = ["liaoning", "northeast"]
ROWS = "from intermediate.int_indicators__uncertainty_{} where study_code = '{}'"
LATENT = Settings.from_env({}).project_dir / "demo" / "truth" / "northeast_latent.csv"


def table(demo_warehouse, query: str, *, build: bool = False) -> pd.DataFrame:
    settings = demo_warehouse.settings
    with demo_warehouse.open(settings.build_file if build else settings.serving_file) as connection:
        return connection.execute(query).df()


@pytest.fixture(scope="module", params=STUDIES)
def study(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def engine(demo_warehouse, study) -> Engine:
    def input_rows(name: str) -> pd.DataFrame:
        return table(demo_warehouse, ROWS.format(name, study), build=True)

    with demo_warehouse.open(demo_warehouse.settings.build_file) as connection:
        cells = connection.execute(ROWS.format("input", study)).to_arrow_table()
    (setting,) = input_rows("settings").to_dict("records")
    return Engine(
        panel_of(cells),
        choices_of(setting, input_rows("options"), {}),
        entropy_scope=setting["entropy_scope"],
        min_observed_share=setting["min_observed_share"],
    )


def test_with_every_choice_at_its_first_option_the_engine_is_the_index(
    demo_warehouse, study, engine
):
    index = table(demo_warehouse, "select * from marts.fct_innovation_index order by all")
    expected = index.loc[index["study_code"] == study].sort_values(["unit_code", "year"])
    assert engine.panel.units.tolist() == expected["unit_code"].tolist()
    assert engine.own_scores() == pytest.approx(expected["innovation_score"].to_numpy(), abs=1e-9)


def test_every_weight_scheme_scores_as_in_the_comparison(demo_warehouse, study, engine):
    comparison = table(demo_warehouse, "select * from marts.fct_index_comparison")
    for scheme in ("entropy", "critic", "equal", "pca"):
        rows = comparison[
            (comparison["study_code"] == study) & (comparison["weight_scheme"] == scheme)
        ].sort_values(["unit_code", "year"])
        choices = Choices(winsorizing=engine.choices.winsorizing[:1], weighting=(scheme,))
        own = Engine(engine.panel, choices, min_observed_share=engine.min_observed_share)
        assert own.own_scores() == pytest.approx(rows["score"].to_numpy(), abs=1e-9), scheme


def test_every_unit_and_year_has_an_interval_of_at_least_ten_thousand_draws(demo_warehouse):
    counted = table(
        demo_warehouse,
        "select count(*) as n, count(u.n_draws) as n_found, min(u.n_draws) as n_draws"
        " from marts.fct_innovation_index left join marts.fct_index_uncertainty as u"
        " using (study_code, unit_code, year)",
    ).iloc[0]
    assert counted["n"] == counted["n_found"] == 392
    assert counted["n_draws"] >= 10_000


def test_every_choice_has_its_share_and_the_first_order_ones_do_not_exceed_one(demo_warehouse):
    shares = table(demo_warehouse, "select * from marts.fct_index_sensitivity")
    assert sorted(shares["choice_code"].unique()) == [
        "aggregation",
        "imputation",
        "leave_one_out",
        "normalization",
        "weight_noise",
        "weighting",
        "winsorizing",
    ]
    assert shares.groupby(["study_code", "output_code"])["choice_code"].nunique().eq(7).all()
    sums = shares.groupby(["study_code", "output_code"])[["first_order_share", "total_order_share"]]
    assert sums.sum()["first_order_share"].between(0, 1.02).all()
    assert (sums.sum()["total_order_share"] >= 0.98).all()
    # a part cannot exceed the whole, but for the error of the estimate
    assert (shares["first_order_low"] <= shares["total_order_high"]).all()


def test_all_neighbours_in_rank_are_compared(demo_warehouse):
    pairs = table(demo_warehouse, "select * from marts.fct_rank_robustness")
    ranks = table(demo_warehouse, "select * from marts.fct_innovation_index").set_index(
        ["study_code", "unit_code", "year"]
    )["rank_in_year"]
    assert pairs.groupby("study_code").size().to_dict() == {"liaoning": 130, "northeast": 245}
    for pair in pairs.itertuples():
        better = ranks[pair.study_code, pair.better_unit_code, pair.year]
        worse = ranks[pair.study_code, pair.worse_unit_code, pair.year]
        assert better <= worse and better <= pair.better_place


@pytest.mark.parametrize(
    ("latent", "least_share"),
    [("level", 0.55), ("mean_position", 0.8), ("innovation_score", 0.9)],
)
def test_how_often_the_latent_rank_lies_in_the_interval(demo_warehouse, latent, least_share):
    # The interval covers choices of method. The mean of a city's latent positions is what an index
    # of its dimensions can find; its latent level also differs by their scatter, which no method
    # sees; innovation_score is the index itself. docs/uncertainty.md reports the shares.
    truth = pd.read_csv(LATENT, dtype={"unit_code": str})
    positions = truth.filter(like="_position")
    truth["mean_position"] = positions.mean(axis=1)
    truth["latent_rank"] = truth.groupby("year")[latent].rank(ascending=False, method="min")
    found = table(
        demo_warehouse, "select * from marts.fct_index_uncertainty where study_code = 'northeast'"
    ).merge(truth[["unit_code", "year", "latent_rank"]], on=["unit_code", "year"])
    inside = found["latent_rank"].between(found["rank_p05"], found["rank_p95"])
    print(f"{latent}: {inside.mean():.1%} of {len(inside)} latent ranks in the 90 % interval")
    assert len(inside) == 252
    assert inside.mean() >= least_share


def test_wide_intervals_belong_to_the_middle_of_the_order(demo_warehouse):
    # the best and the worst can move one way only
    found = table(
        demo_warehouse, "select * from marts.fct_index_uncertainty where study_code = 'northeast'"
    )
    width = found["rank_p95"] - found["rank_p05"]
    is_middle = found["rank_in_year"].between(10, 27)
    assert np.mean(width[is_middle]) > np.mean(width[~is_middle])
