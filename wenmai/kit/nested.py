"""Nest what a Python model finds: one row per study (or network), every table a list of structs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd

Columns = Mapping[str, str]
TYPES = {
    "str": pa.string(),
    "int": pa.int64(),
    "int32": pa.int32(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}


def columns(text: str) -> dict[str, str]:
    """Read columns and their kinds, names of TYPES.

    Examples
    --------
    >>> columns("unit_code:str year:int32")
    {'unit_code': 'str', 'year': 'int32'}
    """
    return dict(column.split(":") for column in text.split())


def struct_of(columns: Columns, keys: Sequence[str] = ()) -> pa.StructType:
    """Return the struct of a table's columns without the keys of its row.

    Examples
    --------
    >>> struct_of({"study_code": "str", "n": "int"}, ["study_code"])
    StructType(struct<n: int64>)
    """
    return pa.struct([(name, TYPES[kind]) for name, kind in columns.items() if name not in keys])


def nested_schema(
    keys: Sequence[str], tables: Mapping[str, Columns], said: Columns | None = None
) -> pa.Schema:
    """Return the schema of nested tables: keys as text, what a row says itself, lists of structs.

    Parameters
    ----------
    keys : sequence of str
        What a row stands for: ``["study_code"]``; left out of the structs.
    tables : mapping
        Table to its columns and their kinds, names of TYPES.
    said : mapping, optional
        Further columns of a row and their kinds.
    """
    row = {**dict.fromkeys(keys, "str"), **(said or {})}
    lists = [(name, pa.list_(struct_of(kinds, keys))) for name, kinds in tables.items()]
    return pa.schema([*((name, TYPES[kind]) for name, kind in row.items()), *lists])


def nest(
    rows: "pd.DataFrame", tables: Mapping[str, Columns], found: Mapping[str, "pd.DataFrame"]
) -> pa.Table:
    """Put every table into one list of structs per row, in the order of the frames.

    Parameters
    ----------
    rows : DataFrame
        The keys, one row each.
    tables : mapping
        Table to its columns and their kinds.
    found : mapping
        Table to a frame with the keys and the columns; what is absent or empty gives empty lists.

    Returns
    -------
    pyarrow.Table
        ``nested_schema`` of the keys and tables.

    Examples
    --------
    >>> import pandas as pd
    >>> found = {"x": pd.DataFrame({"study_code": ["b", "b"], "n": [1, 2]})}
    >>> nest(pd.DataFrame({"study_code": ["a", "b"]}), {"x": {"n": "int"}}, found).to_pylist()
    [{'study_code': 'a', 'x': []}, {'study_code': 'b', 'x': [{'n': 1}, {'n': 2}]}]
    """
    import pandas as pd  # noqa: PLC0415

    keys = [str(key) for key in rows.columns]
    index = pd.MultiIndex.from_frame(rows)
    nested: list[pa.Array] = [pa.array(rows[key].astype(str), pa.string()) for key in keys]
    for name, kinds in tables.items():
        struct, frame = struct_of(kinds, keys), found.get(name)
        if frame is None or frame.empty:
            nested.append(pa.array([[]] * len(rows), pa.list_(struct)))
            continue
        places = index.get_indexer(pd.MultiIndex.from_frame(frame[keys]))
        order = places.argsort(kind="stable")
        counts = pd.Series(places).value_counts().reindex(range(len(index)), fill_value=0)
        ordered = frame.iloc[order]
        arrays = [_array(ordered[field.name], field.type) for field in struct]
        structs = pa.StructArray.from_arrays(arrays, fields=list(struct))
        offsets = pa.array([0, *counts.cumsum()], pa.int32())
        nested.append(pa.ListArray.from_arrays(offsets, structs, type=pa.list_(struct)))
    nested = [
        column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        for column in nested
    ]
    return pa.Table.from_arrays(nested, schema=nested_schema(keys, tables))


def _array(values: "pd.Series[Any]", kind: pa.DataType) -> pa.Array:
    """Return a column; NaN is null, and a float that stands for a whole number becomes one."""
    array = pa.array(values, type=kind, from_pandas=True)
    # texts of pandas come in chunks
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
