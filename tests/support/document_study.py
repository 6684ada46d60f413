"""A study that holds nothing but documents, written by a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from wenmai.build import build_tables
from wenmai.ingest.run import ingest
from wenmai.pipeline.blank import begin_with_blank
from wenmai.settings import Settings
from wenmai.studies import load_studies
from wenmai.studies.study import Study

HEAD = """\
code: {code}
name: {{zh: 文本, en: Texts}}
years: {{first: 2018, last: 2024}}
units: {{level: prefecture, within: [辽宁省, 吉林省]}}
documents:
"""
FOLDER = """\
  - code: texts
    files: documents/*
    type: news
    name_pattern: '(?P<date>\\d{4,8})_(?P<issuer>[^_]*)_(?P<title>.+)'
"""


def build_models(settings: Settings, select: Sequence[str]) -> None:
    """Build some models into the private file; every one of them succeeds."""
    # data tests are left out: these tests ask the tables themselves
    report = build_tables(settings, select=select, is_tested=False)
    failed = [
        (node.name, node.message) for node in report.nodes if node.status not in {"success", "kept"}
    ]
    assert not failed, failed


@dataclass
class DocumentStudy:
    """A study folder in the landing folder of the settings."""

    settings: Settings
    code: str = "texts"

    @property
    def folder(self) -> Path:
        return self.settings.landing[0] / self.code

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def declare(self, documents: str = FOLDER) -> None:
        """Write study.yml."""
        self.write("study.yml", HEAD.format(code=self.code) + documents)

    def load(self) -> Study:
        (study,) = load_studies(self.settings)
        return study

    def ingest(self) -> None:
        """Read everything into the build file."""
        begin_with_blank(self.settings)
        ingest(self.settings, load_studies(self.settings), release_id="r1")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the build file."""
        with duckdb.connect(str(self.settings.build_file), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def issues(self) -> dict[str, str | None]:
        """Return the issue of every document, by the name of its file."""
        found = self.rows("select source_file, reader_issue from raw.documents")
        return {name.rpartition("/")[2]: issue for name, issue in found}
