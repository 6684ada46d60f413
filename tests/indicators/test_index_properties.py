"""What must hold whatever the numbers are."""

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.compiled_models import in_memory
from support.panels import panel

MARTS = ["fct_indicator_weights", "fct_innovation_index", "fct_index_comparison"]
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Steps of 0.01 keep two distinct values apart after any scaling; zeros and ties are common.
CELLS = st.one_of(st.just(0.0), st.integers(-500, 500_000).map(lambda value: value / 100))


def panels(units=5, years=3, indicators=4):
    return arrays(float, (units, years, indicators), elements=CELLS)


def contents(con, tables=MARTS):
    return {table: con.sql(f"from marts.{table} order by all").fetchall() for table in tables}


def index(con, table="marts.fct_innovation_index"):
    rows = con.sql(f"select innovation_score from {table} order by study_code, unit_code, year")
    return np.array([np.nan if row[0] is None else row[0] for row in rows.fetchall()])


@FEW
@given(values=panels(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing_to_the_last_bit(compiled_models, values, seed):
    inputs = panel(values, directions=["positive", "negative"] * 2)
    shuffled = {
        name: frame.sample(frac=1, random_state=seed, ignore_index=True)
        for name, frame in inputs.items()
    }
    assert contents(compiled_models.run(inputs, MARTS)) == contents(
        compiled_models.run(shuffled, MARTS)
    )


@FEW
@given(
    values=panels(),
    factors=st.lists(st.sampled_from([1e-8, 0.01, 0.1, 7.0, 1e4, 1e8]), min_size=4, max_size=4),
    shift=st.integers(-100, 100),
)
def test_other_units_of_measure_give_the_same_scores(compiled_models, values, factors, shift):
    rescaled = values * np.array(factors)
    rescaled[:, :, 0] += shift * factors[0]  # as from Celsius to Fahrenheit
    before, after = (
        index(compiled_models.run(panel(cells, winsor_lower=0.05), MARTS))
        for cells in (values, rescaled)
    )
    # 1e-9, not 1e-12: rescaling rounds the cells, and min-max magnifies that where cells are close
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-9)


@FEW
@given(values=panels(), direction=st.sampled_from(["positive", "negative"]))
def test_a_copied_indicator_weighs_as_much_as_its_twin(compiled_models, values, direction):
    copied = np.concatenate([values, values[:, :, :1]], axis=2)
    directions = [direction, "positive", "positive", "positive", direction]
    con = compiled_models.run(panel(copied, directions=directions), MARTS)
    first, twin = con.sql("""
        select entropy, weight, loo_weight, critic_weight, equal_weight, pca_weight,
            effective_weight
        from marts.fct_indicator_weights
        where indicator_code in ('i00', 'i04')
        order by indicator_code
    """).fetchall()
    assert first == pytest.approx(twin, abs=1e-12)


@FEW
@given(values=panels(), missing=arrays(bool, (5, 3, 4), elements=st.booleans()))
def test_scores_stay_between_0_and_1_and_weights_sum_to_1(compiled_models, values, missing):
    holed = np.where(missing, np.nan, values)
    con = compiled_models.run(panel(holed, min_observed_share=0.2), MARTS)
    scores = index(con)
    scores = scores[~np.isnan(scores)]
    assert ((scores >= 0) & (scores <= 1)).all()
    total, divergence = con.sql("""
        select sum(weight), sum(divergence) from marts.fct_indicator_weights
    """).fetchone()
    if divergence:
        assert total == pytest.approx(1, abs=1e-12)
    else:
        assert not total


@FEW
@given(values=panels())
def test_a_negative_indicator_is_the_mirror_of_a_positive_one(compiled_models, values):
    mirrored = values.copy()
    mirrored[:, :, 1] *= -1
    one = compiled_models.run(panel(values, directions=["positive"] * 4), MARTS)
    other = compiled_models.run(
        panel(mirrored, directions=["positive", "negative", "positive", "positive"]), MARTS
    )
    np.testing.assert_allclose(index(other), index(one), rtol=0, atol=1e-12)


def test_values_read_back_from_parquet_give_the_same_score(compiled_models, tmp_path):
    rng = np.random.default_rng(0)
    inputs = panel(rng.lognormal(size=(8, 5, 6)), directions=["positive", "negative"] * 3)
    con = compiled_models.run(inputs, MARTS)
    read_back = {}
    for name in inputs:
        path = tmp_path / f"{name}.parquet"
        duckdb.from_df(inputs[name]).write_parquet(str(path))
        read_back[name] = f"from read_parquet('{path}')"
    assert contents(compiled_models.run(read_back, MARTS)) == contents(con)

    path = tmp_path / "index.parquet"
    con.sql("from marts.fct_innovation_index").write_parquet(str(path))
    np.testing.assert_array_equal(index(con, f"read_parquet('{path}')"), index(con))


def test_the_number_of_threads_changes_nothing_to_the_last_bit(compiled_models):
    """Large enough for several threads to share each sum: 300,000 cells in three row groups."""
    rng = np.random.default_rng(0)
    small = panel(rng.lognormal(size=(20, 10, 5)))
    found = []
    for threads in (1, 4):
        con = in_memory()
        con.execute(f"set threads = {threads}")
        con.execute("create schema scratch")
        con.register("small", small["int_indicators__imputed_values"])
        # the same panel 300 times over, with other units and other values
        con.execute("""
            create table scratch.large as
            select small.* replace (
                printf('%06d', copy) || small.unit_code as unit_code,
                small.imputed_value * (1 + copy / 7e0) as imputed_value
            )
            from small cross join range(300) as copies (copy)
        """)
        inputs = {**small, "int_indicators__imputed_values": "from scratch.large"}
        compiled_models.run(inputs, MARTS, con)
        found.append(contents(con, MARTS[:2]))
    assert found[0] == found[1]
