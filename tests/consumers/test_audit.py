"""The audit against hand-made values, chance, and a real random policy beside an algorithm."""

import numpy as np
import pandas as pd
import pytest

from wenmai.consumers.audit import audit_exposures, exposure_metrics, gini, parity
from wenmai.errors import WenmaiError


def test_metrics_by_hand():
    found = exposure_metrics([6, 2, 2, 0, 0], [1, 2, 3, 4, 4])
    expected = {
        "catalogue_coverage": 0.6,
        "exposure_gini": 2 * (3 * 2 + 4 * 2 + 5 * 6) / 50 - 6 / 5,
        "effective_items_share": np.exp(-(0.6 * np.log(0.6) + 0.4 * np.log(0.2))) / 5,
        "top_20_pct_share": 0.6,
        "long_tail_share": 0.0,
        "novelty_bits": 0.6 * 1 + 0.2 * 2 + 0.2 * 3,
    }
    assert {name: float(value) for name, value in found.items()} == pytest.approx(expected)


def test_chance_alone_is_uneven():
    rng = np.random.default_rng(1)
    drawn = rng.multinomial(100, np.full(34, 1 / 34), size=2000)
    assert gini(drawn).mean() == pytest.approx(0.31, abs=0.01)


def test_the_bias_of_a_bootstrap_is_taken_out():
    rng = np.random.default_rng(2)
    catalogue = pd.DataFrame({"item": range(30), "category": "x", "events": 1})
    uneven = np.arange(1, 31) / np.arange(1, 31).sum()
    errors = []
    for seed in range(30):
        shown = pd.DataFrame({"item": rng.choice(30, 200, p=uneven)})
        value = audit_exposures(shown, catalogue, 100, seed=seed)[1]
        errors.append([value.value, value.value_corrected])
    true = float(gini(uneven))
    raw, corrected = np.mean(errors, axis=0) - true
    assert raw > 0.01 and abs(corrected) < raw / 2


def test_lists_of_one_category_are_alike():
    catalogue = pd.DataFrame({"item": range(4), "category": list("aabb"), "events": 1})
    shown = pd.DataFrame({"item": [0, 1, 2, 0, 2, 3], "session": [1, 1, 1, 2, 2, 2]})
    found = {value.metric: value for value in audit_exposures(shown, catalogue, 50)}
    # one of three pairs of either session
    assert found["intra_list_similarity"].value == pytest.approx(1 / 3)
    assert found["intra_list_similarity"].value_by_chance == pytest.approx(0.5)
    with pytest.raises(WenmaiError, match="not in the catalogue: 9"):
        audit_exposures(pd.DataFrame({"item": [9]}), catalogue)


def test_a_group_at_half_its_share_is_seen():
    rng = np.random.default_rng(2)
    groups = {f"i{i}": "north" if i < 10 else "south" for i in range(40)}
    weights = np.array([0.5 if group == "north" else 7 / 6 for group in groups.values()])
    items = rng.choice(list(groups), 4000, p=weights / weights.sum())
    shown = pd.DataFrame({"item": items, "session": np.arange(4000) // 4})
    shown["outcome"] = (rng.random(4000) < 0.1).astype(float)
    found = parity(shown, groups).set_index("creator_group")
    north = found.loc["north"]
    assert north["lower"] < 0.5 < north["upper"] and north["upper"] < 0.6
    assert north["outcome_lower"] < 1 < north["outcome_upper"]
    shares = found["exposure_parity"] * found["items"] / found["items"].sum()
    assert shares.sum() == pytest.approx(1)


@pytest.mark.real
@pytest.mark.parametrize(("policy", "expected"), [("random", 0.04), ("bts", 0.65)])
def test_open_bandits_random_policy_is_even_and_the_algorithm_is_not(
    real_data_dir, policy, expected
):
    folder = real_data_dir / "consumers/open_bandit_men"
    log = pd.read_csv(folder / f"men_{policy}.csv", usecols=["item_id"])
    items = pd.read_csv(folder / "item_context.csv")["item_id"]
    catalogue = pd.DataFrame({"item": items, "category": "men", "events": 1})
    found = audit_exposures(log.rename(columns={"item_id": "item"}), catalogue, 50)[1]
    assert found.value == pytest.approx(expected, abs=0.005)
    assert found.value_by_chance == pytest.approx(0.032, abs=0.004)
