"""What of our files depends on the release at hand: charts that have rows, colours, words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import duckdb

from wenmai.atlas.charts import PALETTE
from wenmai.labels import code_name
from wenmai.sentences import catalogue
from wenmai.sql_text import identifier, literal
from wenmai.words import SYNTHETIC

Assets = Mapping[str, dict[str, Any]]

WIDTH = 12  # of a row of the dashboard, in columns
OPERATORS = {"IS TRUE": "is true", "==": "=", ">": ">"}


def words_of(column: str) -> str:
    """Return the SQL that says a code in Chinese; a code without a name stands for itself.

    ``is_synthetic`` says the sentence that belongs beside made-up data.

    Parameters
    ----------
    column : str
        Of the codes.

    Returns
    -------
    str

    Examples
    --------
    >>> words_of("reason_code")[:31]
    "coalesce(map {'above_valid_max'"
    """
    codes = sorted(code.removeprefix("codes.") for code in catalogue() if code.startswith("codes."))
    said = ", ".join(f"{literal(code)}: {literal(code_name(code)['zh'])}" for code in codes)
    name = identifier(column)
    if column == "is_synthetic":
        return f"if({name}, {literal(SYNTHETIC().text('zh'))}, '—')"
    return f"coalesce(map {{{said}}}[{name}], {name})"


def source_of(dataset: Mapping[str, Any]) -> str:
    """Return what stands after `from` when Superset asks a data set.

    Parameters
    ----------
    dataset : mapping
        A file of ``datasets/``.

    Returns
    -------
    str

    Examples
    --------
    >>> source_of({"schema": "marts", "table_name": "mart_city_year"})
    'marts.mart_city_year'
    """
    if "sql" in dataset:
        return f"({dataset['sql']}) as asked"
    return f"{dataset['schema']}.{dataset['table_name']}"


def empty_charts(assets: Assets, connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the charts for which a release has no row.

    Parameters
    ----------
    assets : mapping
        From `read_assets`.
    connection : duckdb.DuckDBPyConnection
        To the serving file.

    Returns
    -------
    set of str
        Their uuids.
    """
    datasets = {each["uuid"]: each for path, each in assets.items() if path.startswith("datasets/")}
    empty = set()
    for path, chart in assets.items():
        if path.startswith("charts/"):
            source = source_of(datasets[chart["dataset_uuid"]])
            filters = " and ".join(_conditions(chart["params"]["adhoc_filters"])) or "true"
            if not connection.execute(f"select 1 from {source} where {filters} limit 1").fetchall():
                empty.add(chart["uuid"])
    return empty


def _conditions(filters: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in filters:
        value = each["comparator"]
        said = "" if value is None else literal(value) if isinstance(value, str) else str(value)
        yield f"{identifier(each['subject'])} {OPERATORS[each['operator']]} {said}"


def without(assets: Assets, empty: set[str]) -> dict[str, dict[str, Any]]:
    """Leave charts out, and let what stands beside them take their room.

    Parameters
    ----------
    assets : mapping
        From `read_assets`.
    empty : set of str
        uuids of charts.

    Returns
    -------
    dict
        The other assets; rows without a chart and headings without a row are gone.

    Examples
    --------
    >>> without({"charts/a.yaml": {"uuid": "a"}}, {"a"})
    {}
    """
    kept = {}
    for path, asset in assets.items():
        if path.startswith("charts/") and asset["uuid"] in empty:
            continue
        if path.startswith("dashboards/"):
            kept[path] = {**asset, "position": _position(asset["position"], empty)}
        else:
            kept[path] = asset
    return kept


def _position(position: Mapping[str, Any], empty: set[str]) -> dict[str, Any]:
    parts = {
        key: part
        for key, part in deepcopy(dict(position)).items()
        if not (isinstance(part, dict) and part.get("meta", {}).get("uuid") in empty)
    }
    rows = [part for part in parts.values() if isinstance(part, dict) and part["type"] == "ROW"]
    for row in rows:
        row["children"] = [child for child in row["children"] if child in parts]
        for child, width in zip(row["children"], _widths(parts, row["children"]), strict=True):
            parts[child]["meta"]["width"] = width
    grid = parts["GRID_ID"]
    listed = [
        key for key in grid["children"] if parts[key]["type"] != "ROW" or parts[key]["children"]
    ]
    after = [*listed[1:], None]
    grid["children"] = [
        key
        for key, following in zip(listed, after, strict=True)
        if parts[key]["type"] != "HEADER" or (following and parts[following]["type"] == "ROW")
    ]
    gone = {each["id"] for each in rows if not each["children"]}
    gone |= {key for key in listed if key not in grid["children"]}
    return {key: part for key, part in parts.items() if key not in gone}


def _widths(parts: Mapping[str, Any], children: Sequence[str]) -> list[int]:
    """Return widths that fill the row, in the proportions of before."""
    before = [parts[child]["meta"]["width"] for child in children]
    widths = [width * WIDTH // sum(before) for width in before]
    return [WIDTH - sum(widths[1:]), *widths[1:]] if widths else []


def colours(connection: duckdb.DuckDBPyConnection, provinces: Sequence[str]) -> dict[str, str]:
    """Return the colour of every province and path of a release, the same in all releases.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the serving file.
    provinces : sequence of str
        Codes of all provinces; the place of a code decides its colour.

    Returns
    -------
    dict
        Colour by Chinese name.
    """
    named = connection.execute(
        "select distinct province_code, province_name_zh from marts.dim_units"
        " where province_code is not null order by all"
    ).fetchall()
    paths = connection.execute(
        "select path_name_zh, path_position from marts.dim_path_types"
    ).fetchall()
    return {
        **{name: _colour(provinces.index(code)) for code, name in named if code in provinces},
        **{name: _colour(position - 1) for name, position in paths},
    }


def _colour(place: int) -> str:
    """Return a colour of the palette, paler at each time round."""
    red, green, blue = bytes.fromhex(PALETTE[place % len(PALETTE)][1:])
    share = 0.16 * (place // len(PALETTE))
    paler = (round(part + (255 - part) * share) for part in (red, green, blue))
    return "#" + bytes(paler).hex()
