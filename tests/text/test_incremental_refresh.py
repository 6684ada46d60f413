"""Documents added, changed, deleted, renamed: a refresh says what a rebuild from nothing says."""

from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
import yaml
from support.document_study import build_models

from demo.document_grammar import THEMES, compose
from wenmai.ingest.run import ingest
from wenmai.pipeline.blank import begin_with_blank
from wenmai.settings import Settings
from wenmai.studies import load_studies

pytestmark = pytest.mark.slow

STUDY = {
    "code": "texts",
    "name": {"zh": "文本"},
    "years": {"first": 2020, "last": 2024},
    "units": {"level": "prefecture", "within": ["辽宁省"]},
    "documents": [
        {
            "code": "policies",
            "files": "documents/*.txt",
            "type": "policy",
            "name_pattern": "(?P<date>[^_]+)_(?P<issuer>[^_]+)_(?P<title>.+)",
        }
    ],
}
TABLES = (
    "dim_documents",
    "fct_document_terms",
    "fct_document_themes",
    "fct_unit_year_themes",
    "fct_term_trends",
    "fct_emerging_terms",
    "fct_topics",
    "fct_document_topics",
    "fct_new_word_candidates",
)
NEW = "2024_大连市_新"
TAKEN_OVER = ("int_text__segmented_texts", "int_text__signatures", "int_text__document_terms")


def text(number: int) -> str:
    """Return the same text for the same number."""
    _, paragraphs = compose(Random(number), "policy", "沈阳市", [1 / len(THEMES)] * len(THEMES))
    return "\n".join(paragraphs)


def write(settings: Settings, documents: dict[str, str]) -> None:
    (landing,) = settings.landing
    folder = landing / STUDY["code"] / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in documents.items():
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")
    study = folder.parent / "study.yml"
    study.write_text(yaml.safe_dump(STUDY, allow_unicode=True), encoding="utf-8")


def built(home: Path, settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Read the files, build the text models into a home, and return their tables."""
    own = Settings(settings.project_dir, home=home, landing=settings.landing)
    begin_with_blank(own)
    ingest(own, load_studies(own), release_id="r1")
    build_models(own, [f"+{table}" for table in TABLES])
    with duckdb.connect(str(own.build_file), read_only=True) as connection:
        wanted = [f"marts.{table}" for table in TABLES]
        wanted += [f"intermediate.{model}" for model in TAKEN_OVER]
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall()
            for table in wanted
        }


def test_a_refresh_after_changes_equals_a_full_rebuild(settings, tmp_path):
    first = {f"{2020 + n % 5}_沈阳市_第{n}号": text(n) for n in range(8)}
    write(settings, first)
    built(tmp_path / "home", settings)
    names = list(first)
    second = {
        **{name: first[name] for name in names[3:]},  # three deleted
        names[3]: text(100),  # changed
        NEW: text(101),  # added
        "2024_大连市_转发": first[names[0]],  # deleted under one name, back under another
        "2024_大连市_抄": f"转发。{text(101)}",  # a near-duplicate of what is new
    }
    write(settings, second)
    again = built(tmp_path / "home", settings)
    rebuilt = built(tmp_path / "other", settings)
    for table, rows in rebuilt.items():
        assert again[table] == rows, table
        assert rows or table == "marts.fct_new_word_candidates", table
    documents = again["marts.dim_documents"]
    assert len(documents) == 8
    assert len([row for row in documents if f"documents/{NEW}.txt" in row[2:]]) == 1
