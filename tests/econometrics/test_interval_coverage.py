"""Do 95 % intervals hold the truth? A small part of benchmarks/coverage.py, where theory holds."""

from functools import partial

import pytest

from benchmarks.coverage import PROCESSES, cover_regression, cover_var, coverage
from wenmai.econometrics.var.model import Settings

pytestmark = pytest.mark.slow
SETTINGS = Settings(lags=1, horizon=10, replications=199)


def shares(units, years, data_sets, root="0.54", **changes):
    run = partial(
        cover_var,
        matrix=PROCESSES[root],
        units=units,
        years=years,
        settings=Settings(**(vars(SETTINGS) | changes)),
    )
    return coverage(run, range(data_sets))


@pytest.mark.parametrize(
    ("units", "years", "changes"),
    [
        (1, 300, {}),
        (1, 300, {"bias_correction": "bootstrap"}),
        (1, 300, {"band_method": "analytic"}),
        (14, 40, {}),
    ],
)
def test_bands_hold_the_truth_where_the_sample_is_long(units, years, changes):
    found = shares(units, years, 60, **changes)
    mean, error = found["all periods"]
    # 199 replications cost about a point; three standard errors beside the range of 93 to 97 %
    assert 0.93 - 0.01 - 3 * error < mean < 0.97 + 3 * error
    assert found["period 0"][0] > 0.85


def test_ten_years_need_the_correction():
    """Uncorrected, two thirds of the intervals of a ten-year panel miss the truth."""
    corrected, error = shares(14, 10, 60)["all periods"]
    plain, _ = shares(14, 10, 60, bias_correction="none", interval_kind="percentile")["all periods"]
    assert plain < 0.55
    assert corrected > 0.88 - 3 * error


@pytest.mark.parametrize(("effects", "covariance"), [("fixed", "classic"), ("random", "classic")])
def test_slopes_of_panel_regressions_hold_the_truth(effects, covariance):
    run = partial(
        cover_regression,
        units=14,
        years=40,
        effects=effects,
        covariance=covariance,
        is_persistent=False,
    )
    mean, error = coverage(run, range(60))["slopes"]
    assert 0.93 - 3 * error < mean < 0.97 + 3 * error


def test_persistent_errors_need_clustered_standard_errors():
    def share(covariance):
        run = partial(
            cover_regression,
            units=100,
            years=10,
            effects="fixed",
            covariance=covariance,
            is_persistent=True,
        )
        return coverage(run, range(60))["slopes"]

    (classic, _), (clustered, error) = share("classic"), share("cluster")
    assert classic < 0.91
    assert 0.93 - 3 * error < clustered < 0.97 + 3 * error
