"""What Python models find travels as lists of structs and comes back whole."""

import duckdb
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.kit.nested import nest, nested_schema

TABLES = {"x": {"study_code": "str", "n": "int", "text": "str"}, "y": {"share": "float"}}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=12))
def test_rows_come_back_under_their_keys_and_in_their_order(rows):
    frame = pd.DataFrame(rows, columns=["study_code", "n"]).assign(text="t")
    nested = nest(pd.DataFrame({"study_code": list("abc")}), TABLES, {"x": frame})
    back = duckdb.sql("select study_code, unnest(x, recursive := true) from nested").fetchall()
    wanted = [(study, n, "t") for key in "abc" for study, n in rows if study == key]
    assert back == wanted
    assert [row["y"] for row in nested.to_pylist()] == [[], [], []]


def test_what_is_missing_is_null_and_a_whole_float_an_integer():
    frame = pd.DataFrame({"study_code": ["a", "a"], "n": [1.0, np.nan], "text": ["t", None]})
    nested = nest(pd.DataFrame({"study_code": ["a"]}), TABLES, {"x": frame})
    assert nested.to_pylist() == [
        {"study_code": "a", "x": [{"n": 1, "text": "t"}, {"n": None, "text": None}], "y": []}
    ]


def test_without_a_row_the_types_are_there():
    nested = nest(pd.DataFrame({"study_code": pd.Series([], dtype=object)}), TABLES, {})
    assert nested.schema.equals(nested_schema(["study_code"], TABLES))
    assert nested.num_rows == 0
