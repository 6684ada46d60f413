"""One Excel workbook per study: the tables people ask for, every column named and explained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.atlas.blocks import Page
from wenmai.atlas.studies import StudyInfo, studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.atlas.words import CODED
from wenmai.errors import UnfitStudies, of_study
from wenmai.kit.sheets import Sheet
from wenmai.kit.steps import STEPS, named
from wenmai.labels import code_name, label
from wenmai.publish.export import neutralise
from wenmai.publish.workbook_front import (
    PRINTED,
    front_pages,
    on_paper,
    warnings_of,
    write_front,
)
from wenmai.publish.workbook_sheets import NAMES, NameOf, all_sheets
from wenmai.resources import opened
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.sql_text import literal

ITS_WORKBOOK = Sentence("errors.its_workbook", "file")

if TYPE_CHECKING:
    import duckdb

RELEASE_ID = "select any_value(release_id) from quality.published_tables"
PRINTED_ROWS = 100  # who needs more looks at the screen: thousands of rows on paper help nobody
LEAST_WIDE, MOST_WIDE = 7, 44  # columns, in letters
# A workbook is for reading; Parquet and the DuckDB file hold everything. Of a table that does not
# fit, it shows a beginning.
MOST_ROWS, BEGINNING_ROWS = 50_000, 10_000
FORMATS = {"DOUBLE": "0.000"}
# In their own units, from thousandths to millions: as a spreadsheet shows them best.
AS_THEY_ARE = {"raw_value", "clean_value"}
NOTE_SHEET = "列说明"
_EPOCH = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Found:
    """A sheet's query on a release that has its table."""

    sheet: Sheet
    headings: Mapping[str, str]
    kinds: Mapping[str, str]
    comments: Mapping[str, str]
    places: Mapping[str, str]
    rows: Sequence[tuple[Any, ...]]
    is_cut: bool


def write_workbooks(
    serving_file: Path, folder: Path, settings: Settings | None = None
) -> list[Path]:
    """Write ``<study>.xlsx`` for every study of a release.

    Parameters
    ----------
    serving_file : Path
        A complete release; opened for reading.
    folder : Path
        Made when there is a study to write.
    settings : Settings, optional
        What DuckDB may take.

    Returns
    -------
    list of Path
        The workbooks, sorted by study.

    Raises
    ------
    UnfitStudies
        When the workbooks of some studies cannot be written; the others are.

    Examples
    --------
    >>> write_workbooks(Path("serving/wenmai.duckdb"), Path("excel"))  # doctest: +SKIP
    [PosixPath('excel/liaoning.xlsx'), PosixPath('excel/northeast.xlsx')]
    """
    written = []
    with opened(serving_file, settings) as connection:
        described = _described(connection)
        if "dim_studies" not in described:
            return []
        folder.mkdir(parents=True)
        warehouse = Warehouse(connection)
        ((release,),) = warehouse.ask(RELEASE_ID).rows
        reasons: dict[str, str] = {}
        for study in studies_of(warehouse):
            path = folder / f"{study.code}.xlsx"
            with of_study(reasons, study.code, ITS_WORKBOOK(file=path.name)):
                found = [
                    _ask(connection, sheet, study.code, described)
                    for sheet in all_sheets()
                    if sheet.table in described
                ]
                pages = front_pages(warehouse, study)
                _write(path, study, release, pages, [sheet for sheet in found if sheet.rows])
                written.append(path)
    if reasons:
        raise UnfitStudies(reasons)
    return written


def _described(
    connection: "duckdb.DuckDBPyConnection",
) -> dict[str, dict[str, tuple[str, str]]]:
    """Return type and comment of every column of every table for users."""
    listed = connection.execute("""
        select table_name, column_name, data_type, coalesce(comment, '')
        from duckdb_columns() where schema_name in ('marts', 'quality')
        order by table_name, column_index
    """).fetchall()
    tables: dict[str, dict[str, tuple[str, str]]] = {}
    for table, column, kind, comment in listed:
        tables.setdefault(table, {})[column] = (kind, comment)
    return tables


def _ask(
    connection: "duckdb.DuckDBPyConnection",
    sheet: Sheet,
    study: str,
    described: Mapping[str, Mapping[str, tuple[str, str]]],
) -> Found:
    """Ask for the rows of a sheet, names beside their codes."""
    headings: dict[str, str] = {}
    tables: dict[str, str] = {}
    joined: list[NameOf] = []
    for column in sheet.columns:
        if column not in described[sheet.table]:
            continue
        headings[column], tables[column] = label(column, sheet.table)["zh"], sheet.table
        name = NAMES.get(column)
        if name and name.table in described and name.column not in sheet.columns:
            headings[name.column] = label(name.column, name.table)["zh"]
            tables[name.column] = name.table
            joined.append(name)
    columns = [f"{tables[name]}.{name}" for name in headings]
    joins = [f"left join marts.{name.table} using ({', '.join(name.keys)})" for name in joined]
    rows = connection.execute(
        f"select {', '.join(columns)} from {sheet.relation} {' '.join(joins)} "
        f"where {sheet.table}.study_code = {literal(study)} order by all limit {MOST_ROWS + 1}"
    ).fetchall()
    return Found(
        sheet=sheet,
        headings=headings,
        kinds={name: described[table][name][0] for name, table in tables.items()},
        comments={name: described[table][name][1] for name, table in tables.items()},
        places={
            name: f"{sheet.schema if table == sheet.table else 'marts'}.{table}.{name}"
            for name, table in tables.items()
        },
        rows=rows[:BEGINNING_ROWS] if len(rows) > MOST_ROWS else rows,
        is_cut=len(rows) > MOST_ROWS,
    )


def _write(
    path: Path, study: StudyInfo, release: str, pages: Sequence[Page], found: Sequence[Found]
) -> None:
    """Write what a reader meets first, the sheets, and the one that explains every column."""
    import xlsxwriter  # noqa: PLC0415

    # a text from a file is never a formula or a link here, whatever it begins with
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        # the same release gives the same bytes: no time of writing inside
        book.set_properties({"title": study.name_zh, "created": _EPOCH})
        head = book.add_format({"bold": True, "bg_color": "#E6EEF2", "text_wrap": True})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        printed = PRINTED(n=PRINTED_ROWS).text("zh")
        contents = [
            (part.sheet.title, len(part.rows), printed if len(part.rows) > PRINTED_ROWS else "")
            for part in found
        ]
        write_front(book, study, release, pages, [*contents, (NOTE_SHEET, 0, "")])
        for part in found:
            page = book.add_worksheet(part.sheet.title)
            _write_rows(page, part, head, formats)
            on_paper(page, study.name_zh, is_wide=True)
            page.repeat_rows(0)
            last = min(len(part.rows), PRINTED_ROWS)
            page.print_area(0, 0, last, len(part.headings) - 1)
        _write_notes(book, study, found, head)


def _write_rows(page: Any, part: Found, head: Any, formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    styles = [
        None if name in AS_THEY_ARE else formats.get(kind) for name, kind in part.kinds.items()
    ]
    is_coded = [name in CODED for name in part.kinds]
    for position, heading in enumerate(part.headings.values()):
        page.write_string(0, position, heading, head)
        cells = (row[position] for row in part.rows[:PRINTED_ROWS])
        page.set_column(position, position, _width(heading, cells))
    is_step = [name in STEPS for name in part.kinds]
    for number, row in enumerate(part.rows, start=1):
        for position, (cell, style) in enumerate(zip(row, styles, strict=True)):
            said = code_name(cell)["zh"] if cell and is_coded[position] else cell
            said = named(said) if is_step[position] and isinstance(said, int) else said
            _cell(page, number, position, said, style)
    page.autofilter(0, 0, len(part.rows), len(part.headings) - 1)


def _width(heading: str, cells: Iterable[Any]) -> float:
    """Return how wide a column must be, in letters; a Chinese sign is as wide as two."""

    def letters(text: str) -> int:
        return sum(1 if sign.isascii() else 2 for sign in text)

    numbers = (f"{cell:.3f}" if isinstance(cell, float) else cell for cell in cells)
    widest = max((letters(str(cell)) for cell in numbers if cell is not None), default=0)
    return min(MOST_WIDE, max(LEAST_WIDE, 3 + max(widest, letters(heading) / 2 + 2)))


def _cell(page: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_string(row, column, "是" if cell else "否")
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, style)
    else:
        page.write_string(row, column, str(neutralise(str(cell))))


def _write_notes(book: Any, study: StudyInfo, found: Sequence[Found], head: Any) -> None:
    """Write the sheet that says what every column means."""
    page = book.add_worksheet(NOTE_SHEET)
    on_paper(page, study.name_zh, is_wide=True)
    page.repeat_rows(2)
    page.set_column(0, 2, 22)
    page.set_column(3, 3, 100)
    # what is said of the data beside the name (that they are synthetic, say) stands out
    warning = book.add_format({"bold": True, "bg_color": "#FFF3CD"})
    page.write_string(0, 0, study.name_zh)
    for position, text in enumerate(warnings_of(study), start=1):
        page.write_string(0, position, text, warning)
    for position, heading in enumerate(("工作表", "列", "数据库列名", "说明")):
        page.write_string(2, position, heading, head)
    row = 3
    for part in found:
        for column, heading in part.headings.items():
            for position, text in enumerate(
                (part.sheet.title, heading, part.places[column], part.comments[column])
            ):
                page.write_string(row, position, text)
            row += 1
        if part.is_cut:
            text = f"只含前 {BEGINNING_ROWS} 行；全部见 {part.sheet.relation}。"
            page.write_string(row, 0, part.sheet.title)
            page.write_string(row, 3, text)
            row += 1
