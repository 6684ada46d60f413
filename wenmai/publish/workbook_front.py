"""The first sheets of a workbook: cover, contents, findings, and charts that Excel draws itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenmai.atlas.blocks import Block, Page
from wenmai.atlas.pages import pages_named
from wenmai.atlas.reading import Reading
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.sentences import Sentence, catalogue
from wenmai.words import SYNTHETIC

COVER, CONTENTS, FINDINGS, CHARTS = "封面", "目录", "主要发现", "图表"
SUBTITLE = Sentence("workbook.subtitle", "release", "first_year", "last_year", "n_units")
ABOUT = Sentence("workbook.about")
PRINTED = Sentence("workbook.printed", "n")
PAGES = ("start", "index", "paths", "networks", "text", "econometrics")
MOST_CATEGORIES, MOST_CHARTS = 40, 14
ROWS_OF_A_CHART, ROWS_OF_A_SHEET = 16, 48  # of 20 pixels; A4 upright at full size
DATA_COLUMN = 10  # right of the charts, outside what is printed
# letters, of which a Chinese sign takes two: LibreOffice fits no single column to the paper
FINDINGS_WIDE = 72
COLORS = ("#1F5C7A", "#C8553D", "#1F9E89", "#7B34C9", "#4A1010", "#C264D2", "#12124A")


@dataclass(frozen=True)
class ExcelChart:
    """A chart and the cells it is drawn from.

    Parameters
    ----------
    title : str
    kind : {'bar', 'line'}
    head : list of str
        Of the first column and of each series; then of the ends of the interval, if any.
    rows : list of list
    has_interval : bool
        Whether the last two columns are how far the interval reaches down and up.
    is_stacked : bool
    """

    title: str
    kind: str
    head: list[str]
    rows: list[list[Any]]
    has_interval: bool = False
    is_stacked: bool = False


def front_pages(warehouse: Warehouse, study: StudyInfo) -> list[Page]:
    """Return the pages of the atlas that the first sheets are made of."""
    return pages_named(warehouse, study, PAGES)


def charts_of(pages: Sequence[Page]) -> list[ExcelChart]:
    """Return the bars, lines and dots of some pages, as Excel can draw them."""
    found = (
        chart
        for page in pages
        for block in page.blocks
        if (chart := _chart(block, Reading(page, "zh", {}))) is not None
    )
    return [chart for chart, _ in zip(found, range(MOST_CHARTS), strict=False)]


def _chart(block: Block, reading: Reading) -> ExcelChart | None:
    option = block.option or {}
    series = option.get("series")
    if not isinstance(series, list) or not series or "multiples" in option:
        return None
    kinds = {one.get("renderItem", one["type"]) for one in series}
    said = reading.resolve(series)
    if kinds == {"fn:dot"}:
        return _dots(block, reading, said[0])
    if "bar" in kinds and kinds <= {"bar", "fn:interval_across", "fn:interval_upright"}:
        return _bars(block, reading, [one for one in said if one["type"] == "bar"])
    if kinds == {"line"} and all("encode" in one for one in series):
        return _lines(block, reading, said)
    return None


def _title(block: Block) -> str:
    title = block.title["zh"]
    return f"{block.question['zh']}：{title}" if block.question else title


def _named(name: Any) -> str:
    return str(catalogue().get(f"codes.{name}", {}).get("zh", name) or "")


def _dots(block: Block, reading: Reading, one: Mapping[str, Any]) -> ExcelChart | None:
    value, low, high, _ = one["encode"]["x"]
    rows = reading.datasets(block)[one.get("datasetIndex", 0)][:MOST_CATEGORIES]
    cells = [
        [
            row[one["encode"]["y"]],
            row[value],
            max(0.0, row[value] - row[low]) if row[low] is not None else 0.0,
            max(0.0, row[high] - row[value]) if row[high] is not None else 0.0,
        ]
        for row in rows
    ]
    head = ["", "得分", "区间向下", "区间向上"]
    return ExcelChart(_title(block), "bar", head, cells, has_interval=True) if cells else None


def _bars(block: Block, reading: Reading, series: Sequence[Mapping[str, Any]]) -> ExcelChart | None:
    along = "y" if (block.option or {})["yAxis"].get("type") == "category" else "x"
    across = "x" if along == "y" else "y"
    first = series[0]
    datasets = reading.datasets(block)
    names = [row[first["encode"][along]] for row in datasets[first.get("datasetIndex", 0)]][
        :MOST_CATEGORIES
    ]
    values = [
        {
            row[one["encode"][along]]: row[one["encode"][across]]
            for row in datasets[one.get("datasetIndex", 0)]
        }
        for one in series
    ]
    cells = [[_named(name), *(own.get(name) for own in values)] for name in names]
    head = ["", *(_named(one.get("name")) for one in series)]
    is_stacked = "stack" in first
    return ExcelChart(_title(block), "bar", head, cells, is_stacked=is_stacked) if cells else None


def _lines(
    block: Block, reading: Reading, series: Sequence[Mapping[str, Any]]
) -> ExcelChart | None:
    datasets = reading.datasets(block)
    drawn = [one for one in series if not str(one.get("stack", "")).startswith("band")]
    values = [
        {
            row[one["encode"]["x"]]: row[one["encode"]["y"]]
            for row in datasets[one.get("datasetIndex", 0)]
        }
        for one in drawn
    ]
    places = sorted({place for one in values for place in one})
    if not places or len(drawn) > len(COLORS):
        return None
    cells = [[place, *(one.get(place) for one in values)] for place in places]
    return ExcelChart(_title(block), "line", ["", *(_named(o.get("name")) for o in drawn)], cells)


def write_front(
    book: Any,
    study: StudyInfo,
    release: str,
    pages: Sequence[Page],
    sheets: Sequence[tuple[str, int, str]],
) -> None:
    """Write cover, contents, findings and charts; the sheets after them are named in the contents.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    sheets : sequence of (name, rows, what it is)
    """
    charts = charts_of(pages)
    found = [
        block
        for page in pages
        if page.name == "start"
        for block in page.blocks
        if block.kind != "weights"  # sliders, which a sheet does not have
    ]
    extra = [(FINDINGS, len(found), "")] * bool(found) + [(CHARTS, len(charts), "")] * bool(charts)
    _write_cover(book, study, release)
    _write_contents(book, study, [*extra, *sheets])
    if found:
        _write_findings(book, study, found)
    if charts:
        _write_charts(book, study, charts)


def on_paper(page: Any, study: str, *, is_wide: bool = False) -> None:
    """Lay a sheet out for A4: as wide as the paper, with the study's name and page numbers."""
    page.set_paper(9)
    if is_wide:
        page.set_landscape()
    page.set_margins(0.5, 0.5, 0.7, 0.6)
    page.fit_to_pages(1, 0)
    # & begins a code in a header
    page.set_header(f"&L{study.replace('&', '&&')}&R&A")
    page.set_footer("&C&P / &N")


def _write_cover(book: Any, study: StudyInfo, release: str) -> None:
    page = book.add_worksheet(COVER)
    page.hide_gridlines(2)
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 86)
    on_paper(page, study.name_zh)
    title = book.add_format({"bold": True, "font_size": 24, "text_wrap": True, "valign": "vcenter"})
    soft = book.add_format({"font_color": "#5F6B7A", "text_wrap": True, "valign": "top"})
    warning = book.add_format({"bold": True, "bg_color": "#FFF3CD", "text_wrap": True})
    page.set_row(3, 70)
    page.write_string(3, 1, study.name_zh, title)
    subtitle = SUBTITLE(
        release=release,
        first_year=study.first_year,
        last_year=study.last_year,
        n_units=study.n_units,
    )
    page.write_string(4, 1, subtitle.text("zh"), soft)
    for row, text in enumerate(warnings_of(study), start=6):
        page.write_string(row, 1, text, warning)
    page.set_row(9, 60)
    page.write_string(9, 1, ABOUT().text("zh"), soft)


def warnings_of(study: StudyInfo) -> Iterator[str]:
    """Yield what a reader must know of the data before anything else."""
    if study.is_synthetic:
        yield SYNTHETIC().text("zh")
    if study.note_zh:
        yield study.note_zh


def _write_contents(book: Any, study: StudyInfo, sheets: Sequence[tuple[str, int, str]]) -> None:
    page = book.add_worksheet(CONTENTS)
    on_paper(page, study.name_zh)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 10)
    page.set_column(2, 2, 70)
    head = book.add_format({"bold": True, "bg_color": "#E6EEF2"})
    link = book.add_format({"font_color": "#1F5C7A", "underline": 1})
    for column, heading in enumerate(("工作表", "行数", "说明")):
        page.write_string(0, column, heading, head)
    for row, (name, rows, what) in enumerate(sheets, start=1):
        page.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        if rows:
            page.write_number(row, 1, rows)
        page.write_string(row, 2, what)


def _write_findings(book: Any, study: StudyInfo, found: Sequence[Block]) -> None:
    page = book.add_worksheet(FINDINGS)
    page.hide_gridlines(2)
    on_paper(page, study.name_zh)
    page.set_column(0, 0, FINDINGS_WIDE)
    question = book.add_format({"font_color": "#5F6B7A", "valign": "bottom"})
    finding = book.add_format({"bold": True, "font_size": 15, "text_wrap": True})
    note = book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for block in found:
        page.write_string(row, 0, (block.question or block.title)["zh"], question)
        page.set_row(row + 1, 24 * (1 + 2 * len(block.title["zh"]) // (2 * FINDINGS_WIDE // 3)))
        page.write_string(row + 1, 0, block.title["zh"], finding)
        text = (block.note or {"zh": ""})["zh"]
        page.set_row(row + 2, 16 * (1 + 2 * len(text) // (FINDINGS_WIDE - 6)))
        page.write_string(row + 2, 0, text, note)
        row += 4


def _write_charts(book: Any, study: StudyInfo, charts: Sequence[ExcelChart]) -> None:
    page = book.add_worksheet(CHARTS)
    page.hide_gridlines(2)
    on_paper(page, study.name_zh)
    page.set_column(DATA_COLUMN, DATA_COLUMN, 22)
    lines: dict[int, tuple[list[Any], ExcelChart]] = {}
    row = 0
    tops = []
    for chart in charts:
        height = max(ROWS_OF_A_CHART, len(chart.rows) + 2)
        for place, cells in enumerate([chart.head, *chart.rows]):
            lines[row + place] = (cells, chart)
        tops.append(row)
        row += height
    for number, (cells, _) in sorted(lines.items()):  # a book in little memory is written by rows
        for place, cell in enumerate(cells):
            if isinstance(cell, int | float):
                page.write_number(number, DATA_COLUMN + place, cell)
            elif cell is not None:
                page.write_string(number, DATA_COLUMN + place, str(cell))
    for top, chart in zip(tops, charts, strict=True):
        page.insert_chart(top, 0, _native(book, chart, top))
    page.print_area(0, 0, row, DATA_COLUMN - 1)
    page.set_h_pagebreaks(_breaks(tops, row))


def _breaks(tops: Sequence[int], end: int) -> list[int]:
    """Return where a sheet of paper ends: before the first chart that it cannot hold.

    Examples
    --------
    >>> _breaks([0, 16, 32, 48], 64), _breaks([0, 40, 56], 72)
    ([48], [40])
    """
    breaks: list[int] = []
    start = 0
    for top, bottom in zip(tops, [*tops[1:], end], strict=True):
        if bottom - start > ROWS_OF_A_SHEET and top > start:
            breaks.append(top)
            start = top
    return breaks


def _native(book: Any, chart: ExcelChart, top: int) -> Any:
    kind: dict[str, str] = {"type": chart.kind}
    if chart.is_stacked:
        kind["subtype"] = "stacked"
    made = book.add_chart(kind)
    first, last = top + 1, top + len(chart.rows)
    n_series = len(chart.head) - 1 - 2 * chart.has_interval
    for number in range(1, n_series + 1):
        column = DATA_COLUMN + number
        color = COLORS[(number - 1) % len(COLORS)]
        series: dict[str, Any] = {
            "name": [CHARTS, top, column],
            "categories": [CHARTS, first, DATA_COLUMN, last, DATA_COLUMN],
            "values": [CHARTS, first, column, last, column],
        }
        if chart.kind == "line":
            series |= {"line": {"color": color, "width": 2}, "marker": {"type": "automatic"}}
        else:
            series |= {"fill": {"color": color}, "gap": 40}
        if chart.has_interval:
            down, up = (_range(column + shift, first, last) for shift in (1, 2))
            bar = {"type": "custom", "plus_values": up, "minus_values": down}
            series["x_error_bars"] = bar
        made.add_series(series)
    if chart.kind == "bar":
        made.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        made.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E4DFD3"}}})
    else:
        made.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E4DFD3"}}})
    made.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    made.set_legend({"position": "none" if n_series == 1 else "bottom"})
    height = max(ROWS_OF_A_CHART, len(chart.rows) + 2) - 1
    made.set_size({"width": 620, "height": 20 * height})
    return made


def _range(column: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415

    return f"='{CHARTS}'!{xl_range_abs(first, column, last, column)}"
