"""Bring a study with a graph through ingest and the models of graphs, without a dbt run."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml
from support.compiled_models import CompiledModels, in_memory

from wenmai.ingest import ingest
from wenmai.settings import Settings
from wenmai.studies.load import load_studies

MARTS = (
    *(
        "dim_entities",
        "dim_graph_layers",
        "fct_triples",
        "fct_layer_links",
        "fct_layer_nodes",
        "fct_layer_overlap",
    ),
    *("fct_multilayer_nodes", "fct_entity_popularity", "fct_graph_evaluation"),
    *("fct_triple_quality", "fct_link_candidates", "fct_triple_classification"),
    "fct_triple_calibration",
    *("fct_graph_problems", "int_knowledge_graph__quarantined"),
    "int_knowledge_graph__record_outcomes",
)
FRAME = {
    "name": {"zh": "试"},
    "years": {"first": 2010, "last": 2024},
    "units": {"level": "province", "include": ["辽宁省"]},
}


def write_study(
    landing: Path, code: str, graph: Mapping[str, Any], files: Mapping[str, str | bytes]
) -> Path:
    """Write a study with a section ``graph`` and its files."""
    folder = landing / code
    folder.mkdir(parents=True, exist_ok=True)
    said = {"code": code, **FRAME, "graph": dict(graph)}
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder


def run_graphs(
    models: CompiledModels, settings: Settings, wanted: Iterable[str] = MARTS
) -> duckdb.DuckDBPyConnection:
    """Ingest the landing folder and make the wanted models with all they need."""
    ingest(settings, load_studies(settings), release_id="r1")
    con = in_memory()
    con.execute(f"attach '{settings.build_file}' as landed (read_only)")
    sources = [node for node in models.nodes.values() if node.kind == "source"]
    inputs = {node.name: f"select * from landed.raw.{node.relation[2]}" for node in sources}
    return models.run(inputs, wanted, con)
