"""Our database, data sets, charts and dashboard, as Superset imports them."""

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml
from queries import query_context_of

FOLDER = Path(__file__).resolve().parent / "assets"
LABELS = Path(__file__).resolve().parents[2] / "seeds" / "words" / "python" / "columns.csv"
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


def read_comments(serving_file: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Read the descriptions of all published columns.

    Parameters
    ----------
    serving_file : Path

    Returns
    -------
    dict
        Description by column, by schema and table.
    """
    comments: dict[tuple[str, str], dict[str, str]] = {}
    with duckdb.connect(str(serving_file), read_only=True) as connection:
        for schema, table, column, comment in connection.execute(
            "select schema_name, table_name, column_name, comment from duckdb_columns()"
            " where comment is not null and not internal"
        ).fetchall():
            comments.setdefault((schema, table), {})[column] = comment
    return comments


def read_labels(file: Path = LABELS) -> dict[str, str]:
    """Read what columns are called in Chinese.

    Parameters
    ----------
    file : Path
        Of the catalogue.

    Returns
    -------
    dict
        Label by ``<column>`` or, where one table calls it otherwise, ``<table>.<column>``.

    Examples
    --------
    >>> read_labels()["innovation_score"]
    '综合得分'
    """
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["code"].removeprefix("columns."): row["zh"] for row in csv.DictReader(stream)}


def complete(assets: Mapping[str, dict[str, Any]], uri: str, comments: Comments) -> dict[str, str]:
    """Add where the serving file is, and what its columns are called and mean.

    Parameters
    ----------
    assets : mapping
        From `read_assets`.
    uri : str
        SQLAlchemy address of the serving file.
    comments : mapping
        From `read_comments`.

    Returns
    -------
    dict
        Text of each file, in the order that Superset imports them.
    """
    contents = {}
    labels = read_labels()
    for path, asset in assets.items():
        filled = dict(asset)
        if path.startswith("databases/"):
            filled["sqlalchemy_uri"] = uri
        elif path.startswith("datasets/"):
            # a column of two tables is described by the one that is named first
            known = {
                column: comment
                for table in reversed(tables_of(asset))
                for column, comment in comments.get(table, {}).items()
            }
            filled["columns"] = [
                {
                    **column,
                    "verbose_name": _label(labels, tables_of(asset), column["column_name"]),
                    "description": known.get(column["column_name"]),
                }
                for column in asset["columns"]
            ]
        elif path.startswith("charts/"):
            filled["query_context"] = query_context_of(asset["params"])
        contents[path] = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False)
    return contents


def _label(labels: Mapping[str, str], tables: list[tuple[str, str]], column: str) -> str:
    """Return the label of a column; that of the table that is named first goes before all."""
    own = [labels[f"{table}.{column}"] for _, table in tables if f"{table}.{column}" in labels]
    return own[0] if own else labels[column]


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
