"""Small study folders and a reader that returns everything as plain rows."""

from pathlib import Path
from typing import Any

import pytest

from wenmai.kit.mapping import SourceMapping
from wenmai.readers import find_files, read_source
from wenmai.readers.result import SourceFileInfo

LONG = {
    "file": "tables/*",
    "unit": {"name": "城市"},
    "year": {"column": "年份"},
    "values": [{"column": "GDP（亿元）", "indicator": "gdp", "unit": "亿元"}],
}


class Reader:
    """Reads the files of one study folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tables").mkdir(parents=True)

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / "tables" / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def workbook(self, name: str, sheets: dict[str, list[list[Any]]]) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = self.folder / "tables" / name
        book.save(path)
        return path

    def read(self, **changes: Any) -> tuple[list[dict[str, Any]], SourceFileInfo]:
        """Read the one file of a mapping; its line counts always add up."""
        mapping = SourceMapping.model_validate({**LONG, **changes}).with_code("gdp")
        (path,) = find_files(mapping, self.folder)
        result = read_source(path, mapping, study_folder=self.folder, study_code="east")
        rows = [row for batch in result.records for row in batch.to_pylist()]
        info = result.file
        parts = (info.lines_heading, info.lines_skipped, info.lines_filtered, info.lines_data)
        assert info.lines_read == sum(parts)
        return rows, info

    @staticmethod
    def values(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        return [(row["unit_name"], row["year_text"], row["value_text"]) for row in rows]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "east")
