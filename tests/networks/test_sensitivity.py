"""How measures move with the threshold: all multiples at once, and one after the other."""

import numpy as np
import pandas as pd
import pytest
from networks.textbook import code

from wenmai.networks import sensitivity as module
from wenmai.networks.sensitivity import MEASURES, sensitivity, threshold_factors
from wenmai.networks.settings import NetworkSettings


def gravity(n, seed=1):
    """Pairs of a small gravity network, linked from the row mean on."""
    rng = np.random.default_rng(seed)
    places, masses = rng.random((n, 2)), rng.pareto(1.5, n) + 1
    distance = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(n)
    strength = masses[:, None] ** 2 * masses[None] / distance**2 * (1 - np.eye(n))
    mean = strength.sum(axis=1, keepdims=True) / (n - 1)
    starts, ends = np.nonzero(~np.eye(n, dtype=bool))
    return pd.DataFrame(
        {
            "from_node": [code(i) for i in starts],
            "to_node": [code(i) for i in ends],
            "strength": strength[starts, ends],
            "strength_to_threshold": (strength / mean)[starts, ends],
            "threshold_comparison": ">=",
        }
    )


@pytest.mark.parametrize("convention", ["ucinet", "wasserman_faust"])
@pytest.mark.parametrize("is_directed", [True, False])
def test_all_multiples_at_once_give_what_one_after_the_other_does(
    is_directed, convention, monkeypatch
):
    pairs, nodes = gravity(14), [code(i) for i in range(14)]
    settings = NetworkSettings(is_directed=is_directed, closeness_convention=convention)
    at_once = sensitivity(pairs, nodes, settings, threshold_factors(21))
    monkeypatch.setattr(module, "DENSE_NODES", 0)
    one_by_one = sensitivity(pairs, nodes, settings, threshold_factors(21))
    pd.testing.assert_frame_equal(at_once, one_by_one)


def test_a_higher_threshold_takes_links_away():
    pairs, nodes = gravity(14), [code(i) for i in range(14)]
    found = sensitivity(pairs, nodes, NetworkSettings(), threshold_factors(51))
    assert (found["out_degree_low"] <= found["out_degree"]).all()
    assert (found["out_degree"] <= found["out_degree_high"]).all()
    at = {
        factor: sensitivity(pairs, nodes, NetworkSettings(), np.array([factor, 1.0]))
        for factor in (0.5, 1.5)
    }
    assert (found["out_degree_high"] == at[0.5]["out_degree_high"]).all()
    assert (found["out_degree_low"] == at[1.5]["out_degree_low"]).all()


def test_shares_of_roles_belong_together():
    pairs, nodes = gravity(14), [code(i) for i in range(14)]
    found = sensitivity(pairs, nodes, NetworkSettings(), threshold_factors(51))
    assert found["role_share"].between(1 / 51, 1).all()
    assert (found["role_share"] + found["other_role_share"] <= 1 + 1e-12).all()
    alone = found["role_share"] == 1
    assert found.loc[alone, "other_role_code"].isna().all()
    assert found.loc[~alone, "other_role_code"].notna().all()
    assert {f"{measure}_low" for measure in MEASURES} <= set(found.columns)
