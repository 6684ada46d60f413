"""A release as a data package: what is in it, in forms that catalogues and people read.

``datapackage.json`` (Data Package), ``croissant.json`` (Croissant), ``CITATION.cff``,
``README.md`` and ``dictionary.html``, a page with every column.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wenmai import __version__
from wenmai.publish.described import Described, DescribedColumn, DescribedTable
from wenmai.publish.package_texts import (
    CITATION,
    DICTIONARY,
    README,
    about,
    citation,
    dictionary,
    readme,
    titles,
)
from wenmai.publish.release import PublishedTable, Release
from wenmai.sentences import side_by_side
from wenmai.words import SYNTHETIC

PACKAGE, CROISSANT = "datapackage.json", "croissant.json"
# DuckDB type → type of Table Schema, of Croissant
TYPES = {
    "BOOLEAN": ("boolean", "sc:Boolean"),
    "INTEGER": ("integer", "sc:Integer"),
    "BIGINT": ("integer", "sc:Integer"),
    "DOUBLE": ("number", "sc:Float"),
    "VARCHAR": ("string", "sc:Text"),
    "DATE": ("date", "sc:Date"),
    "TIMESTAMP": ("datetime", "sc:DateTime"),
}
# As the standard prints it; tools compare it word for word.
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in ("extract", "field", "fileProperty", "fileObject")},
    **{name: f"cr:{name}" for name in ("fileSet", "format", "includes", "isLiveDataset")},
    **{name: f"cr:{name}" for name in ("jsonPath", "key", "md5", "parentField", "path")},
    **{name: f"cr:{name}" for name in ("recordSet", "references", "regex", "repeated")},
    **{name: f"cr:{name}" for name in ("replace", "samplingRate", "separator", "source")},
    **{name: f"cr:{name}" for name in ("subField", "transform")},
    "sc": "https://schema.org/",
}


def write_package(release: Release, described: Described) -> list[Path]:
    """Write what describes a release into its folder.

    Parameters
    ----------
    release : Release
        Its serving file and Parquet files are complete.
    described : Described
        What the serving file says of itself.

    Returns
    -------
    list of Path
    """
    texts = {
        PACKAGE: _json(data_package(release, described)),
        CROISSANT: _json(croissant(release, described)),
        CITATION: citation(release, described),
        README: readme(release, described),
        DICTIONARY: dictionary(release, described),
    }
    for name, text in texts.items():
        (release.folder / name).write_text(text, encoding="utf-8")
    return [release.folder / name for name in texts]


def parquet_metadata(table: DescribedTable, release_id: str) -> dict[str, str]:
    """Return what a Parquet file says of itself, beside its columns.

    Parameters
    ----------
    table : DescribedTable
    release_id : str

    Returns
    -------
    dict of str to str
        ``synthetic_studies`` is empty where all data are real.

    Examples
    --------
    >>> table = DescribedTable("marts", "fct", "One row.", ("year",), (), 3, ("demo",))
    >>> parquet_metadata(table, "a")["synthetic_studies"]
    'demo'
    """
    labels = {column.name: [column.label_zh, column.label_en] for column in table.columns}
    return {
        "release_id": release_id,
        "table": table.full_name,
        "description": table.description,
        "primary_key": ", ".join(table.key),
        "synthetic_studies": ", ".join(table.synthetic),
        "note": side_by_side(SYNTHETIC()) if table.synthetic else "",
        "column_labels": json.dumps(labels, ensure_ascii=False),
    }


def data_package(release: Release, described: Described) -> dict[str, Any]:
    """Return the content of ``datapackage.json``.

    Parameters
    ----------
    release : Release
    described : Described

    Returns
    -------
    dict
        A Data Package with a resource for each Parquet file.
    """
    title = titles(release, described)
    published = {table.full_name: table for table in release.tables}
    said: dict[str, Any] = {
        "name": f"wenmai-{release.release_id.lower()}",
        "title": title["en"],
        "title_zh": title["zh"],
        "description": about(described),
        "version": release.release_id,
        "created": release.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "keywords": ["cultural industries", "文化产业", "indicators"]
        + (["synthetic data", "合成数据"] if described.synthetic else []),
        "studies": [
            {
                "code": code,
                "title_zh": row.get("study_name_zh"),
                "title": row.get("study_name_en"),
                "is_synthetic": bool(row.get("is_synthetic")),
            }
            for code, row in described.studies.items()
        ],
        "sources": _sources(described),
        "resources": [
            _resource(table, published[table.full_name])
            for table in described.tables
            if table.full_name in published
        ],
    }
    return {key: value for key, value in said.items() if value != []}


def _sources(described: Described) -> list[dict[str, str]]:
    """Return the origins as Data Package says sources: title, path, and what else is known."""
    found = []
    for row in described.sources:
        title = row["title"] or row["publisher"] or row["citation"] or row["url"]
        named = {"title": title, "path": row["url"]} | {
            key: row[key] for key in ("publisher", "licence", "citation", "accessed")
        }
        source = {key: value for key, value in named.items() if value}
        if source and source not in found:
            found.append(source)
    return found


def _resource(table: DescribedTable, file: PublishedTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    said: dict[str, Any] = {
        # names of resources take no capitals and end up in addresses
        "name": table.full_name.lower().replace(".", "-").replace("_", "-"),
        "path": file.file,
        "title": table.full_name,
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": f"sha256:{file.sha256}",
        "bytes": file.bytes,
        "rows": table.rows,
        "schema": schema,
    }
    if table.synthetic:
        said["synthetic_studies"] = list(table.synthetic)
    return said


def _field(column: DescribedColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": TYPES.get(column.kind, ("any", ""))[0],
        "title": column.label_en,
        "title_zh": column.label_zh,
        "description": column.description,
    }


def croissant(release: Release, described: Described) -> dict[str, Any]:
    """Return the content of ``croissant.json``, Croissant 1.0.

    Parameters
    ----------
    release : Release
    described : Described

    Returns
    -------
    dict
        JSON-LD with a file and a set of records for each table.
    """
    published = {table.full_name: table for table in release.tables}
    tables = [table for table in described.tables if table.full_name in published]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": f"wenmai-{release.release_id}",
        "alternateName": titles(release, described)["zh"],
        "description": about(described),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": release.release_id,
        "datePublished": release.created_at.strftime("%Y-%m-%d"),
        "citeAs": titles(release, described)["en"],
        "creator": {"@type": "sc:Organization", "name": f"wenmai {__version__}"},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": published[table.full_name].file,
                "name": table.full_name,
                "contentUrl": published[table.full_name].file,
                "contentSize": f"{published[table.full_name].bytes} B",
                "encodingFormat": "application/x-parquet",
                "sha256": published[table.full_name].sha256,
            }
            for table in tables
        ],
        "recordSet": [_record_set(table, published[table.full_name].file) for table in tables],
    }


def _record_set(table: DescribedTable, file: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table.full_name,
        "name": table.full_name,
        "description": table.description,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.full_name}/{column.name}",
                "name": column.name,
                "description": f"{column.label_zh} · {column.description or column.label_en}",
                "dataType": TYPES.get(column.kind, ("", "sc:Text"))[1],
                "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
            }
            for column in table.columns
        ],
    }
    if table.key:
        said["key"] = [{"@id": f"{table.full_name}/{name}"} for name in table.key]
    return said


def _json(content: Mapping[str, Any]) -> str:
    # without indents, which would take ten times as long: tools read it, people the README
    return json.dumps(content, ensure_ascii=False, default=str) + "\n"
