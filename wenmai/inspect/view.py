"""A table or a file of JSON lines as columns with headings, whatever they hold."""

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.entry import place_at_start
from wenmai.inspect.table import LOOKED_AT
from wenmai.readers.json_lines import read_json_lines
from wenmai.readers.source import open_heads
from wenmai.readers.text import cell_text
from wenmai.reference import UnitRegistry, name_key

# From this median length on a column holds documents, not names.
_LONG_TEXT = 80
TEXT_WORDS = ("text", "content", "正文", "全文", "内容", "评论", "review", "comment")
_NO_TEXT = re.compile(r"^https?://|\.(?:txt|docx?|pdf|html?|md)$", re.I)
# Fact about a document → what its column may be called; the likelier word first.
FACT_WORDS = {
    "title": ("title", "标题", "题目", "文件标题", "文件名称", "篇名"),
    "date": ("date", "日期", "发布日期", "时间", "published", "年份", "year"),
    "issuer": ("issuer", "发文机关", "发布机构", "发文地区", "机关", "地区", "region", "城市"),
    "type": ("type", "类型", "类别", "文种", "kind"),
    "source": ("source", "来源", "url", "网址", "链接"),
}


@dataclass(frozen=True)
class TableView:
    """The columns of a sheet or file.

    Parameters
    ----------
    sheet : str
        Name of the sheet; empty for text files.
    labels : tuple of str
        Headings.
    facts : tuple of ColumnFacts
        Per column.
    lines : int
        Lines below the heading.
    """

    sheet: str
    labels: tuple[str, ...]
    facts: tuple[ColumnFacts, ...]
    lines: int

    @property
    def text_column(self) -> int | None:
        """The column that holds whole documents, None when there is none."""
        lengths = {
            facts.index: median(len(text) for text in list(facts.counts)[:500])
            for facts in self.facts
            if facts.filled
            and facts.numbers_share < 0.5
            and _is_prose(list(facts.counts)[:20])
            and not all(_NO_TEXT.search(text) for text in list(facts.counts)[:20])
        }
        called = {n for n in lengths if name_key(self.labels[n]) in TEXT_WORDS}
        best = max(called or lengths, key=lambda column: lengths[column], default=None)
        if best is None or best in called:
            return best
        is_repeated = len(self.facts[best].counts) <= 0.5 * self.facts[best].filled
        return None if is_repeated or lengths[best] < _LONG_TEXT else best

    def column_called(self, words: tuple[str, ...], taken: set[int]) -> int | None:
        """Return the column whose heading is one of some words, else holds one."""
        keys = [name_key(label) for label in self.labels]
        for fits in (str.__eq__, str.__contains__):
            for word in words:
                for column, key in enumerate(keys):
                    if column not in taken and key and fits(key, name_key(word)):
                        return column
        return None

    def fact_columns(self, registry: UnitRegistry, taken: set[int]) -> dict[str, int]:
        """Find the columns that say title, date, type, issuer and source of a document."""
        found: dict[str, int] = {}
        for fact, words in FACT_WORDS.items():
            column = self.column_called(words, taken | set(found.values()))
            if column is not None and (fact != "date" or self.facts[column].years_share > 0.5):
                found[fact] = column
        free = [f for f in self.facts if f.index not in taken | set(found.values()) and f.filled]
        if "date" not in found:
            dated = [facts.index for facts in free if facts.years_share > 0.8]
            found |= {"date": dated[0]} if dated else {}
        if "issuer" not in found:
            issuing = [facts.index for facts in free if issues(list(facts.counts), registry)]
            found |= {"issuer": issuing[0]} if issuing else {}
        return found


def _is_prose(texts: list[str]) -> bool:
    """Tell whether texts are words: a list of dates or numbers is as long, and no document."""
    signs = [sign for text in texts for sign in text if not sign.isspace()]
    return sum(sign.isalpha() for sign in signs) > 0.5 * len(signs)


def issues(texts: list[str], registry: UnitRegistry) -> bool:
    """Tell whether most of some texts begin with the name of a place, in letters."""
    looked_at = [text for text in texts[:200] if not text[:1].isdigit()]
    named = sum(bool(place_at_start(text, registry)) for text in looked_at)
    return bool(looked_at) and named > 0.5 * len(looked_at)


def views_of(path: Path, registry: UnitRegistry) -> list[TableView]:
    """Look at every sheet of a table; its heading is the first line with several cells.

    Parameters
    ----------
    path : Path
        A CSV file, a workbook, or JSON lines.
    registry : UnitRegistry
        To recognise places.

    Returns
    -------
    list of TableView
        Sheets without lines below a heading are left out.

    Raises
    ------
    ProblemsFound
        When the file cannot be opened.
    """
    if path.suffix.lower() == ".jsonl":
        return _view_of_json_lines(path, registry)
    found = []
    for sheet in open_heads(path, path.name, LOOKED_AT):
        rows = [[cell_text(cell).strip() for cell in line] for line in sheet.lines()]
        top = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
        below = [row for row in rows[top + 1 :] if any(row)]
        if not below:
            continue
        width = len(rows[top])
        texts = [[row[n] if n < len(row) else "" for row in below] for n in range(width)]
        facts = tuple(ColumnFacts(n, column, registry) for n, column in enumerate(texts))
        found.append(TableView(sheet.name, tuple(rows[top]), facts, len(below)))
    return found


def _view_of_json_lines(path: Path, registry: UnitRegistry) -> list[TableView]:
    lines = read_json_lines(path, "auto", path.name, LOOKED_AT).records()
    records = [line.fields for line in lines if line.fields is not None]
    labels = tuple(dict.fromkeys(label for fields in records for label in fields))
    facts = tuple(
        ColumnFacts(n, [fields.get(label, "").strip() for fields in records], registry)
        for n, label in enumerate(labels)
    )
    return [TableView("", labels, facts, len(records))] if records else []
