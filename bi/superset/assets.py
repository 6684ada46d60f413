"""Our database, data sets, charts and dashboard, as Superset imports them."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml
from fitted import words_of
from queries import query_context_of

from wenmai.labels import label

FOLDER = Path(__file__).resolve().parent / "assets"
UNITS = Path(__file__).resolve().parents[2] / "seeds/reference/administrative_units.csv"
TABLES_READ = re.compile(r"\b(?:from|join)\s+(marts|quality)\.(\w+)")

Comments = Mapping[tuple[str, str], Mapping[str, str]]


def read_assets(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """Read the YAML files.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    dict
        Content by path from the folder, such as ``charts/ranking.yaml``.
    """
    return {
        path.relative_to(folder).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.yaml"))
    }


def tables_of(dataset: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return schema and name of the tables that a data set reads, in their order.

    Parameters
    ----------
    dataset : mapping
        A file of ``datasets/``.

    Returns
    -------
    list of (schema, name)

    Examples
    --------
    >>> tables_of({"schema": "marts", "table_name": "mart_city_year"})
    [('marts', 'mart_city_year')]
    """
    if "sql" not in dataset:
        return [(dataset["schema"], dataset["table_name"])]
    return [(schema, name) for schema, name in TABLES_READ.findall(dataset["sql"])]


def read_comments(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, str]]:
    """Read the descriptions of all published columns.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the serving file.

    Returns
    -------
    dict
        Description by column, by schema and table.
    """
    comments: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, comment in connection.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns()"
        " where comment is not null and not internal"
    ).fetchall():
        comments.setdefault((schema, table), {})[column] = comment
    return comments


def province_codes(file: Path = UNITS) -> list[str]:
    """Return the codes of all provinces in their order.

    Parameters
    ----------
    file : Path
        The register of administrative units.

    Returns
    -------
    list of str

    Examples
    --------
    >>> province_codes()[:2]
    ['110000', '120000']
    """
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return sorted(row["unit_code"] for row in rows if row["unit_level"] == "province")


def complete(
    assets: Mapping[str, dict[str, Any]],
    uri: str,
    comments: Comments,
    colours: Mapping[str, str],
) -> dict[str, str]:
    """Add where the serving file is, what its columns and codes are called, and colours.

    Parameters
    ----------
    assets : mapping
        From `read_assets`.
    uri : str
        SQLAlchemy address of the serving file.
    comments : mapping
        From `read_comments`.
    colours : mapping
        Colour by label, the same in every chart.

    Returns
    -------
    dict
        Text of each file, in the order that Superset imports them.
    """
    contents = {}
    for path, asset in assets.items():
        filled = dict(asset)
        if path.startswith("databases/"):
            filled["sqlalchemy_uri"] = uri
        elif path.startswith("datasets/"):
            filled["columns"] = list(_columns(asset, comments))
            filled["metrics"] = [_metric(tables_of(asset), each) for each in asset["metrics"]]
        elif path.startswith("dashboards/"):
            said = {**asset["metadata"]["label_colors"], **colours}
            filled["metadata"] = {**asset["metadata"], "label_colors": said}
        elif path.startswith("charts/"):
            filled["query_context"] = query_context_of(asset["params"])
        contents[path] = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False)
    return contents


def _columns(dataset: Mapping[str, Any], comments: Comments) -> Iterator[dict[str, Any]]:
    """Yield the columns of a data set with what they are called and mean.

    One with `words_of` says in Chinese what the code of another column says.
    """
    tables = tables_of(dataset)
    # a column of two tables is described by the one that is named first
    known = {
        column: comment
        for table in reversed(tables)
        for column, comment in comments.get(table, {}).items()
    }
    for column in dataset["columns"]:
        filled = dict(column)
        if code := filled.pop("words_of", None):
            filled["expression"] = words_of(code)
        name = filled.pop("label_of", code) or filled["column_name"]
        yield filled | {"verbose_name": _label(tables, name), "description": known.get(name)}


def _metric(tables: list[tuple[str, str]], metric: Mapping[str, Any]) -> dict[str, Any]:
    """Return a metric with the label of the column that it is called after."""
    called = {"verbose_name": _label(tables, metric["label_of"])} if "label_of" in metric else {}
    return {key: value for key, value in metric.items() if key != "label_of"} | called


def _label(tables: list[tuple[str, str]], column: str) -> str:
    """Return the label of a column; that of the table that is named first goes before all."""
    called = (label(column, table)["zh"] for _, table in tables)
    return next((each for each in called if each != label(column)["zh"]), label(column)["zh"])


def mark_of(contents: Mapping[str, str]) -> str:
    """Return what changes when any file, description or the address does.

    Parameters
    ----------
    contents : mapping
        From `complete`.

    Returns
    -------
    str
        SHA-256.
    """
    return hashlib.sha256(json.dumps(dict(contents), sort_keys=True).encode()).hexdigest()
