"""Export a published table; as CSV or XLSX so that a spreadsheet opens it without danger."""

import csv
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import (
    CHOOSE_AN_ENDING,
    EXPORT_AS_CSV,
    NOTHING_PUBLISHED,
    REFRESH_FIRST,
)
from wenmai.obstacles import in_one_sentence
from wenmai.publish.export_formats import (
    EXACT_DIGITS,
    plain_decimal,
    write_geojson,
    write_geoparquet,
    write_parquet,
    write_sqlite,
    write_stata,
)
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.sql_text import identifier
from wenmai.whole_file import whole_file
from wenmai.words import was_it

if TYPE_CHECKING:
    import duckdb

OTHER_ENDING = Sentence("publish.other_ending", "path", "known")
NO_SUCH_TABLE = Sentence("publish.no_such_table", "table")
TABLES_THERE = Sentence("publish.tables_there", "names")
TOO_MANY_ROWS = Sentence("publish.too_many_rows", "sheet_rows")
CELL_NOT_FOR_A_SHEET = Sentence("publish.cell_not_for_a_sheet", "place", "rows")
CELL_TOO_LONG = Sentence("publish.cell_too_long", "cell_characters", "heading", "row")

# Spreadsheets run a cell that begins so as a formula; the full-width signs too, on Chinese systems.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BATCH = 10_000
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767  # of a cell of a sheet, in UTF-16, as Excel counts
NARROWEST, WIDEST = 10, 40  # columns of a sheet, in characters
FIRST_DAY = "1900-03-01"  # before it, days of a sheet are one off, or none at all


def neutralise(cell: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Parameters
    ----------
    cell : object
        Anything but text is returned as it is; a negative number stays a number.

    Returns
    -------
    object

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("沈阳市"), neutralise(-3.5)
    ("'=1+1", '沈阳市', -3.5)
    """
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def export_table(settings: Settings, table: str, path: Path) -> int:
    """Write a table of the current release to a file of one of many formats.

    ``.csv``, ``.xlsx``, ``.parquet``, ``.dta`` (Stata), ``.sqlite``, ``.geojson``,
    ``.geo.parquet``.

    CSV is UTF-8 with a byte order mark, which is how Excel recognises Chinese text.

    Parameters
    ----------
    settings : Settings
    table : str
        ``fct_innovation_index`` or ``marts.fct_innovation_index``.
    path : Path
        Its ending decides the format; an existing file is replaced.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    WenmaiError
        For an unknown table or ending, nothing published, too many rows for a sheet, or a text
        too long for a cell.

    Examples
    --------
    >>> export_table(Settings.from_env(), "dim_units", Path("units.csv"))  # doctest: +SKIP
    50
    """
    import duckdb  # noqa: PLC0415

    # .geo.parquet stands before .parquet
    ending = next((known for known in WRITERS if path.name.lower().endswith(known)), None)
    if ending is None:
        known = ", ".join(WRITERS)
        raise WenmaiError(OTHER_ENDING(path=path.name, known=known), hint=CHOOSE_AN_ENDING())
    if not settings.serving_file.exists():
        raise WenmaiError(NOTHING_PUBLISHED(), hint=REFRESH_FIRST())
    with (
        in_one_sentence(settings),
        duckdb.connect(str(settings.serving_file), read_only=True) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        relation = _find(connection, table)
        with whole_file(path) as part:
            return WRITERS[ending](connection, relation, part)


def _find(connection: "duckdb.DuckDBPyConnection", table: str) -> str:
    """Return the quoted name of a published table."""
    known = connection.execute(
        "select schema_name, table_name from duckdb_tables() order by all"
    ).fetchall()
    for schema, name in known:
        if table in {name, f"{schema}.{name}"}:
            return identifier(schema, name)
    names = [f"{schema}.{name}" for schema, name in known]
    near = difflib.get_close_matches(table.rsplit(".", 1)[-1], [name for _, name in known], n=1)
    raise WenmaiError(
        NO_SUCH_TABLE(table=table),
        hint=was_it(near[0]) if near else TABLES_THERE(names=", ".join(names)),
    )


def _batches(result: "duckdb.DuckDBPyConnection") -> Iterator[Sequence[Sequence[Any]]]:
    while batch := result.fetchmany(BATCH):
        yield batch


def _headings(result: "duckdb.DuckDBPyConnection") -> list[str]:
    return [neutralise(column[0]) for column in result.description or ()]


def _write_csv(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    rows, result = 0, connection.execute(f"select * from {relation}")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_headings(result))
        for batch in _batches(result):
            writer.writerows([neutralise(cell) for cell in row] for row in batch)
            rows += len(batch)
    return rows


def _write_xlsx(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    import xlsxwriter  # noqa: PLC0415

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    rows, result = 0, connection.execute(f"select * from {relation}")
    with xlsxwriter.Workbook(str(path), options) as workbook:
        sheet = workbook.add_worksheet()
        headings = _headings(result)
        sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, min(max(len(heading) + 3, NARROWEST), WIDEST))
        for batch in _batches(result):
            if rows + len(batch) >= SHEET_ROWS:
                raise WenmaiError(
                    TOO_MANY_ROWS(sheet_rows=f"{SHEET_ROWS - 1:,}"),
                    hint=EXPORT_AS_CSV(),
                )
            for row in batch:
                rows += 1
                cells = [_xlsx_cell(cell) for cell in row]
                _refuse_long_text(cells, _headings(result), rows)
                # one by one: a row written as a whole ends silently at a cell that is refused
                for place, cell in enumerate(cells):
                    if sheet.write(rows, place, cell) not in (0, None):
                        raise WenmaiError(
                            CELL_NOT_FOR_A_SHEET(rows=f"{rows:,}", place=place + 1),
                            hint=EXPORT_AS_CSV(),
                        )
        sheet.autofilter(0, 0, rows, len(headings) - 1)
    return rows


def _xlsx_cell(cell: Any) -> Any:
    """Return a cell that xlsxwriter can write."""
    if isinstance(cell, date):  # a moment too
        return cell if cell.isoformat() >= FIRST_DAY else cell.isoformat()
    if cell is None or isinstance(cell, bool | float):
        return cell
    if isinstance(cell, int):
        return cell if abs(cell) < 10**EXACT_DIGITS else str(cell)
    if isinstance(cell, Decimal):
        return plain_decimal(cell)
    return neutralise(cell if isinstance(cell, str) else str(cell))


def _refuse_long_text(cells: Sequence[Any], headings: Sequence[str], row: int) -> None:
    """Refuse a text that a sheet would cut."""
    for cell, heading in zip(cells, headings, strict=True):
        if isinstance(cell, str) and len(cell.encode("utf-16-le")) // 2 > CELL_CHARACTERS:
            raise WenmaiError(
                CELL_TOO_LONG(
                    row=f"{row:,}", heading=heading, cell_characters=f"{CELL_CHARACTERS:,}"
                ),
                hint=EXPORT_AS_CSV(),
            )


WRITERS: Mapping[str, Callable[["duckdb.DuckDBPyConnection", str, Path], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".geo.parquet": write_geoparquet,
    ".parquet": write_parquet,
    ".dta": write_stata,
    ".sqlite": write_sqlite,
    ".geojson": write_geojson,
}
