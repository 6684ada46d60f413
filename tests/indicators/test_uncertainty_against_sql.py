"""The engine that draws choices and the SQL of the index are one method written twice."""

import numpy as np
import pytest
from support.panels import AWKWARD_DIRECTIONS as DIRECTIONS
from support.panels import awkward_panel, panel, unit_years

from wenmai.indicators.uncertainty import Choices, Engine
from wenmai.indicators.uncertainty.studies import panel_of

MARTS = ["fct_innovation_index", "fct_index_comparison", "fct_indicator_correlations"]


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"winsor_lower": 0.05, "winsor_upper": 0.9},
        {"entropy_scope": "per_year"},
        {"weight_cap": 0.3, "min_observed_share": 0.9},
        {"entropy_scope": "per_year", "weight_cap": 0.5, "winsor_lower": 0.01},
    ],
    ids=str,
)
def test_every_scheme_scores_as_in_the_warehouse(compiled_models, seed, settings):
    inputs = panel(awkward_panel(seed, missing=0.25), directions=DIRECTIONS, **settings)
    con = compiled_models.run(inputs, MARTS)
    cells = inputs["int_indicators__imputed_values"].merge(inputs["stg_config__study_indicators"])
    cells = cells.assign(observed_value=cells["raw_value"], nearest_value=cells["raw_value"])
    study = inputs["stg_config__studies"].iloc[0]
    cap = study["weight_cap"]
    schemes = ("entropy", "critic", "equal", "pca")
    choices = Choices(
        winsorizing=((study["winsor_lower"], study["winsor_upper"]),), weighting=schemes
    )
    engine = Engine(
        panel_of(unit_years(cells)),
        choices,
        entropy_scope=study["entropy_scope"],
        weight_cap=None if np.isnan(cap) else cap,
        min_observed_share=study["min_observed_share"],
    )
    found = engine.scores((np.arange(4)[:, None] + 0.5) / 4)
    assert found[0] == pytest.approx(engine.own_scores(), abs=0, nan_ok=True)
    for scheme, scores in zip(schemes, found, strict=True):
        rows = con.sql(f"""
            select score from marts.fct_index_comparison
            where weight_scheme = '{scheme}' order by unit_code, year
        """).fetchall()
        expected = np.array([np.nan if score is None else score for (score,) in rows])
        assert scores == pytest.approx(expected, abs=1e-9, nan_ok=True), scheme
