"""A Python model computes the studies whose input changed, and says what a rebuild says."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.build import changed_studies
from wenmai.build.changed_studies import HASH_COLUMN, compute_changed_studies


@dataclass
class Model:
    """Sums the cells of each study times a factor that all share, as a dbt model would."""

    session: duckdb.DuckDBPyConnection
    this: str = '"memory"."main"."sums"'

    def __post_init__(self) -> None:
        self.asked: list[str] = []
        self.session.execute("drop table if exists sums")
        self.session.execute("create or replace table cells (study_code varchar, amount double)")
        self.session.execute("create or replace table factors (factor double)")

    def build(self, cells: dict[str, list[float]], factor: float = 2.0) -> dict[str, float]:
        self.session.execute("delete from cells; delete from factors")
        self.session.execute("insert into factors values (?)", [factor])
        rows = [(study, amount) for study, amounts in cells.items() for amount in amounts]
        if rows:
            self.session.executemany("insert into cells (study_code, amount) values (?, ?)", rows)
        self.asked = []
        inputs = {name: self.session.table(name) for name in ("cells", "factors")}
        found = compute_changed_studies(self, self.session, inputs, self.compute)
        self.session.execute("begin")
        self.session.register("found", found)
        self.session.execute("create table made as select * from found")
        self.session.execute("drop table if exists sums")
        self.session.execute("alter table made rename to sums")
        self.session.execute("commit")
        return dict(self.session.execute("select study_code, amount from sums").fetchall())

    def compute(self, changed: Any) -> pd.DataFrame:
        cells = changed["cells"].df()
        self.asked = sorted(cells["study_code"].unique())
        sums = cells.groupby("study_code", as_index=False)["amount"].sum()
        (factor,) = changed["factors"].fetchone()
        return sums.assign(amount=sums["amount"] * factor)


session = cache(lambda _: duckdb.connect())


def anew(place: str) -> Model:
    """Return a model that knows nothing; opening a database takes longer than to build it."""
    return Model(session(place))


@pytest.fixture
def model() -> Model:
    return Model(duckdb.connect())


def test_only_the_study_that_changed_is_computed(model):
    assert model.build({"a": [1, 2], "b": [3]}) == {"a": 6, "b": 6}
    assert model.asked == ["a", "b"]
    assert model.build({"a": [1, 2], "b": [4]}) == {"a": 6, "b": 8}
    assert model.asked == ["b"]


def test_nothing_is_computed_when_rows_only_came_with_another_load(model):
    model.session.execute("alter table cells add column _load_id varchar default 'r1'")
    model.build({"a": [1, 2]})
    model.session.execute("alter table cells alter _load_id set default 'r2'")
    assert model.build({"a": [1, 2]}) == {"a": 6}
    assert model.asked == []


def test_nothing_is_computed_when_nothing_changed_but_the_order_of_rows(model):
    model.build({"a": [1, 2], "b": [3]})
    assert model.build({"b": [3], "a": [2, 1]}) == {"a": 6, "b": 6}
    assert model.asked == []


@given(st.permutations([1e16, 1.0, -1e16, 1.0, 3.0]))
@settings(max_examples=20, deadline=None)
def test_a_sum_does_not_follow_the_order_in_which_rows_were_written(amounts):
    in_other_order = anew("one").build({"a": amounts})
    assert in_other_order == anew("other").build({"a": sorted(amounts)})


def test_what_all_studies_share_changes_them_all(model):
    model.build({"a": [1], "b": [3]})
    assert model.build({"a": [1], "b": [3]}, factor=3.0) == {"a": 3, "b": 9}
    assert model.asked == ["a", "b"]


def test_other_code_computes_all_anew(model, monkeypatch):
    model.build({"a": [1], "b": [3]})
    monkeypatch.setattr(changed_studies, "code_hash", lambda: "other")
    model.build({"a": [1], "b": [3]})
    assert model.asked == ["a", "b"]


def test_a_table_of_an_earlier_version_without_hashes_is_replaced(model):
    model.session.execute("create table sums as select 'a' as study_code, 7.0 as amount")
    assert model.build({"a": [1]}) == {"a": 2}


def test_rows_are_marked_with_the_hash_of_their_input(model):
    model.build({"a": [1], "b": [3]})
    found = model.session.execute(f"select distinct length({HASH_COLUMN}) from sums").fetchall()
    assert found == [(64,)]


states = st.dictionaries(
    st.sampled_from("abc"), st.lists(st.integers(0, 3), min_size=1), max_size=3
)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(states, st.sampled_from([1.0, 2.0])), min_size=1, max_size=4))
def test_after_any_changes_the_result_is_that_of_a_rebuild(history):
    kept = anew("one")
    for cells, factor in history:
        assert kept.build(cells, factor) == anew("other").build(cells, factor)
