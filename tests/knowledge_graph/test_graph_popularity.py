"""Popularity: hand-computed values, works before the year only, decay by half-lives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.knowledge_graph.popularity import credit_shares, entity_popularity, work_success


def roles(*rows):
    return pd.DataFrame(rows, columns=["work_code", "entity_code", "position"])


def works(*rows):
    return pd.DataFrame(rows, columns=["work_code", "year", "takings", "rating", "n_votes"])


def test_takings_rank_within_their_year_and_ratings_stand_in_for_missing_takings():
    found = work_success(
        works(
            ("a", 2020, 100.0, 9.0, 5),
            ("b", 2020, 300.0, 1.0, 5),
            ("c", 2020, None, 8.0, 100),
            ("d", 2020, None, 10.0, 1),
            ("e", 2021, 1.0, None, None),
            ("f", 2021, None, None, None),
            ("g", None, 5.0, None, None),
        )
    ).set_index("work_code")
    # mean rating 7: c is 7 + 1·100/200 = 7.5, d is 7 + 3·1/101 = 7.03, so c is above d
    assert found["success"].to_dict() == {"a": 0.25, "b": 0.75, "c": 0.75, "d": 0.25, "e": 0.5}
    assert found.loc["c", "success_source"] == "rating"


def test_shares_of_a_work_sum_to_one_and_roles_of_one_entity_add_up():
    found = credit_shares(roles(("w", "a", 1), ("w", "b", 2), ("w", "a", 4), ("w", "c", None)))
    by_entity = found.set_index("entity_code")["credit_share"]
    # 1 + 1/2 + 1/4 + 1/4 = 2: a has 1.25 of it
    assert by_entity.to_dict() == {"a": 0.625, "b": 0.25, "c": 0.125}


def test_popularity_adds_works_before_the_year_each_halved_every_half_life():
    success = pd.DataFrame({"work_code": ["v", "w"], "year": [2018, 2020], "success": [0.8, 0.6]})
    found = entity_popularity(
        roles(("v", "p", 1), ("w", "p", 1), ("w", "q", 1)), success, (2018, 2021), half_life=2
    )
    p = found[found["entity_code"] == "p"].set_index("year")["popularity"]
    assert 2018 not in p.index
    assert p[2019] == pytest.approx(0.8 * 2**-0.5)
    assert p[2020] == pytest.approx(0.8 * 2**-1)
    assert p[2021] == pytest.approx(0.8 * 2**-1.5 + 0.5 * 0.6 * 2**-0.5)
    q = found[(found["entity_code"] == "q") & (found["year"] == 2021)].iloc[0]
    assert (q["n_works"], q["popularity_rank"]) == (1, 2)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=20
    ),
    st.floats(0.5, 10),
)
def test_popularity_equals_the_sum_it_is_defined_by(rows, half_life):
    frame = roles(*{(f"w{work}", f"p{entity}", place) for work, entity, place in rows})
    success = pd.DataFrame(
        [(f"w{n}", 2010 + n, (n + 1) / 7) for n in range(6)],
        columns=["work_code", "year", "success"],
    )
    found = entity_popularity(frame, success, (2012, 2018), half_life)
    shares = credit_shares(frame).merge(success, on="work_code")
    for row in found.itertuples():
        mine = shares[(shares["entity_code"] == row.entity_code) & (shares["year"] < row.year)]
        age = (row.year - mine["year"]) / half_life
        expected = (mine["credit_share"] * mine["success"] * np.exp2(-age)).sum()
        assert row.popularity == pytest.approx(expected)
        assert row.n_works == len(mine)
