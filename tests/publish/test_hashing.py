"""The content hash knows the rows and nothing else."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.publish.hashing import content_hash, schema_hash

COLUMNS = [("name", "VARCHAR"), ("number", "DOUBLE")]
ROWS = st.lists(
    st.tuples(
        st.none() | st.text(alphabet="ab:N1 沈", max_size=4),
        st.none() | st.floats(allow_nan=False),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


def hash_of(connection, rows, columns=COLUMNS):
    connection.execute("create or replace temp table t (name varchar, number double)")
    if rows:
        connection.executemany("insert into t values (?, ?)", rows)
    return content_hash(connection, "t", columns)


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_does_not_matter(connection, rows, data):
    shuffled = data.draw(st.permutations(rows))
    assert hash_of(connection, rows) == hash_of(connection, shuffled)


@settings(deadline=None, max_examples=60)
@given(one=ROWS, other=ROWS)
def test_two_tables_have_one_hash_only_if_they_have_the_same_rows(connection, one, other):
    def multiset(rows):
        # -0.0 is 0.0
        return sorted(repr((name, number and number + 0.0)) for name, number in rows)

    same = hash_of(connection, one) == hash_of(connection, other)
    assert same == (multiset(one) == multiset(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("a", 1.0)], [("a", 1.0), ("a", 1.0)]),
        ([(None, 1.0)], [("", 1.0)]),
        ([("N", 1.0)], [(None, 1.0)]),
        ([("a", 0.1 + 0.2)], [("a", 0.3)]),
        ([], [(None, None)]),
    ],
)
def test_near_misses_differ(connection, one, other):
    assert hash_of(connection, one) != hash_of(connection, other)


def test_neighbouring_cells_do_not_flow_together(connection):
    columns = [("a", "VARCHAR"), ("b", "VARCHAR")]
    one = content_hash(connection, "(values ('x', 'yz')) as t (a, b)", columns)
    other = content_hash(connection, "(values ('xy', 'z')) as t (a, b)", columns)
    assert one != other


@pytest.mark.parametrize("name", ["_release_id", "_load_id", "trained_release_id"])
def test_columns_about_the_release_do_not_count(connection, name):
    columns = [("a", "INTEGER"), (name, "VARCHAR")]
    one = content_hash(connection, f"(values (1, 'r1')) as t (a, {name})", columns)
    other = content_hash(connection, f"(values (1, 'r2')) as t (a, {name})", columns)
    assert one == other
    assert schema_hash(columns) == schema_hash(columns[:1])


def test_a_column_renamed_or_retyped_changes_the_schema_hash():
    assert (
        len({schema_hash([c]) for c in [("a", "INTEGER"), ("a", "BIGINT"), ("b", "INTEGER")]}) == 3
    )
