"""Rows go into raw tables by name, as a stream, in bounded memory."""

import duckdb
import pyarrow as pa
import pytest

from wenmai.errors import WenmaiError
from wenmai.ingest.database import one_transaction
from wenmai.ingest.raw_tables import RAW_TABLES, STUDY_UNITS, RawTable
from wenmai.ingest.write import PORTION_BYTES, insert_rows, insert_stream, make_tables

NOTES = RawTable("notes", "One row per note.", "note varchar, pages integer")


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("create schema raw")
        connection.execute(NOTES.ddl)
        yield connection


def test_every_raw_table_has_a_description_and_a_load_id(connection):
    make_tables(connection)
    for table in RAW_TABLES:
        assert table.description.endswith(".")
        made = connection.execute(f"describe {table.qualified_name}").fetchall()
        assert tuple(row[0] for row in made) == table.column_names
        assert made[-1][0] == "_load_id"


def test_a_column_left_out_is_null_and_an_unknown_one_is_an_error(connection):
    insert_rows(connection, NOTES, [{"note": "a"}], "l1")
    assert connection.execute("from raw.notes").fetchall() == [("a", None, "l1")]
    with pytest.raises(KeyError, match=r"raw\.notes has no column page"):
        insert_rows(connection, NOTES, [{"page": 3}], "l1")


def test_no_rows_and_no_batches_are_no_error(connection):
    insert_rows(connection, NOTES, [], "l1")
    assert insert_stream(connection, NOTES, iter([])) == 0


def test_columns_go_by_name_whatever_their_order(connection):
    batch = pa.RecordBatch.from_pylist([{"_load_id": "l1", "pages": 3, "note": "a"}])
    assert insert_stream(connection, NOTES, iter([batch])) == 1
    assert connection.execute("from raw.notes").fetchall() == [("a", 3, "l1")]


def test_what_the_reader_raises_arrives_as_it_was_raised(connection):
    def failing():
        yield pa.RecordBatch.from_pylist([{"note": "a", "pages": 1, "_load_id": "l1"}])
        raise UnicodeDecodeError("utf-8", b"x", 0, 1, "bad byte")

    with pytest.raises(UnicodeDecodeError, match="bad byte"), one_transaction(connection):
        insert_stream(connection, NOTES, failing())
    assert connection.execute("from raw.notes").fetchall() == []


def test_memory_does_not_grow_with_the_number_of_batches(connection):
    peak = 0
    before = pa.total_allocated_bytes()

    def batches():
        nonlocal peak
        for number in range(300):
            text = pa.array([f"{number}" * 100] * 3000)
            nothing = pa.nulls(3000, pa.int32()), pa.nulls(3000, pa.string())
            yield pa.record_batch([text, *nothing], names=["note", "pages", "_load_id"])
            peak = max(peak, pa.total_allocated_bytes() - before)

    with one_transaction(connection):
        assert insert_stream(connection, NOTES, batches()) == 900_000
    # 300 batches are about 270 MB; a portion and what DuckDB still reads of the one before
    assert peak < 2 * PORTION_BYTES + 10_000_000


def test_small_tables_are_written_in_the_order_given(connection):
    make_tables(connection)
    rows = [
        {"study_code": "s", "unit_code": f"{code}", "position": position}
        for position, code in enumerate(range(900, 100, -1))
    ]
    insert_rows(connection, STUDY_UNITS, rows, "l1")
    found = connection.execute("select unit_code from raw.study_units").fetchall()
    assert [code for (code,) in found] == [row["unit_code"] for row in rows]


def test_a_full_disk_is_said_with_the_way_out(connection, tmp_path):
    full = duckdb.IOException('Could not write file "wenmai.duckdb": No space left on device')
    with (
        pytest.raises(WenmaiError, match=r"No space left for .*wenmai\.duckdb\. Free some disk"),
        one_transaction(connection, tmp_path / "wenmai.duckdb"),
    ):
        raise full
    assert connection.execute("from raw.notes").fetchall() == []
