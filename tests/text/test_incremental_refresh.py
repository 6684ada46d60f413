"""Documents added, changed, deleted, renamed: a refresh says what a rebuild from nothing says."""

from pathlib import Path
from random import Random

import pytest
import yaml
from support.warehouse import DemoWarehouse

from demo.document_grammar import THEMES, compose
from wenmai.pipeline import refresh
from wenmai.settings import Settings

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
INCREMENTAL = ("int_text__segmented_texts", "int_text__signatures", "int_text__document_terms")


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


def refreshed(home: Path, settings: Settings) -> DemoWarehouse:
    own = Settings(settings.project_dir, home=home, landing=settings.landing)
    return DemoWarehouse(own, refresh(own))


def test_a_refresh_after_changes_equals_a_full_rebuild(settings, tmp_path):
    first = {f"{2020 + n % 5}_沈阳市_第{n}号": text(n) for n in range(8)}
    write(settings, first)
    refreshed(tmp_path / "home", settings)
    names = list(first)
    second = {
        **{name: first[name] for name in names[3:]},  # three deleted
        names[3]: text(100),  # changed
        "2024_大连市_新": text(101),  # added
        "2024_大连市_转发": first[names[0]],  # deleted under one name, back under another
        "2024_大连市_抄": f"转发。{text(101)}",  # a near-duplicate of what is new
    }
    write(settings, second)
    again = refreshed(tmp_path / "home", settings)
    rebuilt = refreshed(tmp_path / "other", settings)
    for table in TABLES:
        query = f"select * exclude (_release_id) from marts.{table} order by all"
        found = again.rows(query)
        assert found == rebuilt.rows(query), table
        assert found or table == "fct_new_word_candidates", table
    for model in INCREMENTAL:
        query = f"select * from intermediate.{model} order by all"
        assert again.build_rows(query) == rebuilt.build_rows(query), model
    assert again.rows("select count(*), count(duplicate_of) from marts.dim_documents") == [(8, 1)]
