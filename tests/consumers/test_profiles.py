"""Profiles: what was summed once and kept, with new events added to it, is the sum of all."""

import numpy as np
import pandas as pd
import pytest
from support.compiled_models import in_memory

from wenmai.build.execute import Execution

GIVEN = ("int_consumers__events", "int_consumers__items")
BASE, PROFILES = "int_consumers__profile_base", "int_consumers__affinities"
KINDS = {"purchase": 8, "feedback": 5, "search": 2, "view": 1.5, "click": 1}


class Profiles:
    """A warehouse of nothing but profiles."""

    def __init__(self, models):
        self.models, self.con = models, in_memory()
        self.nodes = models.plan(GIVEN, [PROFILES])

    def refresh(self, events, items, half_life=90.0):
        """Return the profiles, and whether their base was kept or made anew."""
        tables = {
            "int_consumers__events": events.assign(
                study_code="s", outcome="loaded", last_at=events["occurred_at"].max(),
                mapping_code="m", source_file="f", row_number=1, dwell_seconds=0.0, quantity=1.0,
                price_cny=1.0, instrument=0.0,
            ),
            "int_consumers__items": items.assign(
                study_code="s", period_kind="month", season_periods=12, half_life_days=half_life,
                category_number=items["category_code"].rank(method="dense").astype("int32"),
            ),
        }  # fmt: skip
        execution = Execution(self.con, self.models.project_dir, lambda _: None)
        for name, rows in tables.items():
            node = self.models.nodes[name]
            self.con.execute(f'create schema if not exists "{node.relation[1]}"')
            self.con.register("given", rows)
            self.con.execute(f"create or replace table {node.table} as from given")
            execution.contents[node.key] = str(pd.util.hash_pandas_object(rows).sum())
        execution.build(self.nodes)
        status = {result.name: result.status for result in execution.results}
        assert set(status.values()) <= {"success", "kept"}, execution.results
        rows = self.con.sql(f"from {self.models.nodes[PROFILES].table} order by all")
        return rows.fetchall(), status[BASE]


@pytest.fixture(scope="module")
def events():
    """Return a year of events of thirty people, in order of time."""
    rng = np.random.default_rng(7)
    n = 4_000
    seconds = np.sort(rng.integers(0, 365 * 86_400, n))
    return pd.DataFrame(
        {
            "person_code": rng.choice([f"p{i:02d}" for i in range(30)], n),
            "item_code": rng.choice([f"i{i}" for i in range(12)], n),
            "kind_code": rng.choice(list(KINDS), n),
            "occurred_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(seconds, unit="s"),
        }
    )


@pytest.fixture(scope="module")
def items():
    numbers = range(12)
    return pd.DataFrame(
        {
            "item_code": [f"i{number}" for number in numbers],
            "category_code": [f"c{number % 3}" for number in numbers],
            "creator_region": "",
            "creator_size": "",
        }
    )


@pytest.fixture(scope="module")
def standing(compiled_models, events, items):
    """Return a warehouse that knows the first events."""
    made = Profiles(compiled_models)
    assert made.refresh(events.head(3_700), items)[1] == "success"
    return made


def test_new_events_are_added_to_what_is_known(compiled_models, standing, events, items):
    known = events.head(3_900)
    new_item = pd.DataFrame([["i12", "c1", "", ""]], columns=items.columns)
    found, base = standing.refresh(known, pd.concat([items, new_item]))
    assert base == "kept"
    assert found == Profiles(compiled_models).refresh(known, items)[0]
    # and as pandas says, which adds up in another order
    age = (known["occurred_at"].max() - known["occurred_at"]).dt.total_seconds() / 86_400
    weight = known["kind_code"].map(KINDS)
    category = "c" + (known["item_code"].str[1:].astype(int) % 3).astype(str)
    sums = (weight * 2 ** (-age / 90)).groupby([known["person_code"], category]).sum()
    assert [row[3] for row in found] == pytest.approx(sums.tolist(), rel=1e-9)


@pytest.mark.parametrize(
    "change",
    ["a person erased", "a line corrected", "an old line added", "another category",
     "another half-life", "many new events"],
)  # fmt: skip
def test_whatever_changes_the_past_is_read_anew(compiled_models, standing, events, items, change):
    now, listed, half_life = events.head(3_900).copy(), items.copy(), 90.0
    standing.refresh(now, listed)
    if change == "a person erased":
        now = now[now["person_code"] != "p07"]
    elif change == "a line corrected":
        now.loc[100, "kind_code"] = "purchase" if now.loc[100, "kind_code"] == "view" else "view"
    elif change == "an old line added":
        late = now.head(1).assign(occurred_at=now["occurred_at"].iloc[50])
        now = pd.concat([now, late])
    elif change == "another category":
        listed.loc[3, "category_code"] = "c9"
    elif change == "another half-life":
        half_life = 30.0
    else:
        day_after = now["occurred_at"].max() + pd.Timedelta(days=1)
        now = pd.concat([now, events.tail(500).assign(occurred_at=day_after)])
    found, base = standing.refresh(now, listed, half_life)
    assert base == "success"
    assert found == Profiles(compiled_models).refresh(now, listed, half_life)[0]
    if change == "a person erased":
        assert not any(row[1] == "p07" for row in found)
