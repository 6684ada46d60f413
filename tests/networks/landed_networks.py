"""Bring a small study through ingest and the models of networks, without a dbt run."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
from support.compiled_models import CompiledModels, in_memory

from wenmai.ingest import ingest
from wenmai.settings import Settings
from wenmai.studies.load import load_studies

# The account of files also counts documents, of which there are none here.
NO_DOCUMENTS = """
select
    null::varchar as study_code, null::varchar as mapping_code, null::varchar as source_file,
    null::varchar as sheet_name, null::varchar as outcome, false as is_blank,
    true as is_study_year, false as is_code_disagreeing
where false
"""
HEAD = """
code: small
name: {zh: 试}
years: {first: 2020, last: 2022}
units: {level: prefecture, include: [沈阳市, 大连市, 鞍山市, 抚顺市, 本溪市]}
"""


def write_study(landing: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a study's files; ``study.yml`` gets HEAD on top."""
    folder = landing / "small"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(HEAD + content if name == "study.yml" else content, encoding="utf-8")
    return folder


def run_networks(
    models: CompiledModels, settings: Settings, wanted: Iterable[str]
) -> duckdb.DuckDBPyConnection:
    """Ingest the landing folder and make the wanted models with all they need."""
    ingest(settings, load_studies(settings), release_id="r1")
    con = in_memory()
    con.execute(f"attach '{settings.build_file}' as landed (read_only)")
    sources = [node for node in models.nodes.values() if node.kind == "source"]
    inputs = {node.name: f"select * from landed.raw.{node.relation[2]}" for node in sources}
    inputs["int_text__record_outcomes"] = NO_DOCUMENTS
    return models.run(inputs, wanted, con)
