"""Choose the sheet and the heading that a mapping means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping import SourceMapping
from wenmai.kit.mapping_columns import YearSource
from wenmai.kit.often_said import (
    AT_ROW,
    AT_ROW_OF_SHEET,
    AT_SHEET,
    COPY_AGAIN,
    NO_LINE_WITH_TEXT,
    NO_SUCH_SHEET,
)
from wenmai.kit.problems import did_you_mean
from wenmai.readers.heading import SEARCH_LINES, Heading, closest, locate
from wenmai.readers.layout import Layout, named_columns, resolve_layout
from wenmai.readers.lines import Line, Sheet
from wenmai.readers.slots import LayoutError, is_headed
from wenmai.readers.text import is_blank
from wenmai.reference import name_key
from wenmai.sentences import Sentence

NAME_WITHOUT_YEAR = Sentence("readers.name_without_year", "name")
WRITE_YEAR_OR_PATTERN = Sentence("readers.write_year_or_pattern")
SHEET_EMPTY = Sentence("readers.sheet_empty")
NO_HEADING_FOUND = Sentence("readers.no_heading_found", "n", "headings")
FIRST_LINE_HOLDS = Sentence("readers.first_line_holds", "headings")
HEADING_WITHOUT_COLUMN = Sentence("readers.heading_without_column", "place", "column")
HEADING_WITHOUT_YEARS = Sentence("readers.heading_without_years", "place")
CORRECT_LAYOUT_OR_HEADING = Sentence("readers.correct_layout_or_heading")

_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True)
class Table:
    """The table that is read.

    Parameters
    ----------
    sheet : Sheet
        The sheet it stands in.
    heading : Heading
        Its heading.
    layout : Layout or None
        Its columns; None when the mapping leaves the file out.
    above : tuple of Line
        The lines above the heading.
    """

    sheet: Sheet
    heading: Heading
    layout: Layout | None
    above: tuple[Line, ...]


def choose_table(sheets: Sequence[Sheet], mapping: SourceMapping, label: str) -> Table:
    """Find sheet, heading and columns.

    Parameters
    ----------
    sheets : sequence of Sheet
        All sheets of the file.
    mapping : SourceMapping
        What to look for.
    label : str
        How a problem names the file.

    Returns
    -------
    Table

    Raises
    ------
    ProblemsFound
        When the sheet is not there, or no line holds the named columns.
    """
    candidates = _named_sheets(sheets, mapping, label)
    looked_at = []
    for sheet in candidates:
        lines = list(islice(sheet.lines(), _lines_to_look_at(mapping)))
        heading = _heading(lines, mapping)
        if heading is not None:
            above = tuple(lines[: heading.row])
            try:
                return Table(sheet, heading, resolve_layout(mapping, heading, above), above)
            except LayoutError as error:
                key = f"sources/{mapping.code}.yml {error.key}"
                problem = Problem(label, key, error.message, error.suggestion)
                raise ProblemsFound([problem]) from error
        looked_at.append((sheet, lines))
    raise ProblemsFound(_explain(looked_at, mapping, label))


def mappings_of_sheets(
    mapping: SourceMapping, sheets: Sequence[Sheet], path: Path, label: str
) -> Iterator[SourceMapping]:
    """Yield a mapping per sheet that is meant, with its year where the sheet or file names it.

    Parameters
    ----------
    mapping : SourceMapping
        Its ``sheet`` may be a pattern (``????年``, ``*``); no name of a sheet holds such signs.
    sheets : sequence of Sheet
        Of the file.
    path : Path
        The file.
    label : str
        How a problem names it.

    Yields
    ------
    SourceMapping

    Raises
    ------
    ProblemsFound
        When no sheet answers to the pattern, or a name holds no year.
    """
    names: list[str | int | None] = [mapping.sheet]
    if isinstance(mapping.sheet, str) and re.search(r"[*?]", mapping.sheet) and sheets[0].name:
        names = [sheet.name for sheet in sheets if fnmatchcase(sheet.name, mapping.sheet)]
        if not names:
            _named_sheets(sheets, mapping, label)
    for name in names:
        changes: dict[str, object] = {"sheet": name}
        if mapping.year is not None and mapping.year.from_name:
            found = _YEAR_IN_NAME.findall(str(name or "")) or _YEAR_IN_NAME.findall(path.stem)
            if len(set(found)) != 1:
                key = f"sources/{mapping.code}.yml year"
                message = NAME_WITHOUT_YEAR(name=str(name or path.name))
                raise ProblemsFound([Problem(label, key, message, WRITE_YEAR_OR_PATTERN())])
            changes["year"] = YearSource(value=int(found[0]))
        yield mapping.model_copy(update=changes)


def _lines_to_look_at(mapping: SourceMapping) -> int:
    row = mapping.heading.row
    return SEARCH_LINES if row == "auto" else row - 1 + mapping.heading.rows


def _named_sheets(sheets: Sequence[Sheet], mapping: SourceMapping, label: str) -> Sequence[Sheet]:
    wanted = mapping.sheet
    if wanted is None or not sheets[0].name:
        return sheets
    if isinstance(wanted, int) and wanted <= len(sheets):
        return [sheets[wanted - 1]]
    found = [sheet for sheet in sheets if name_key(sheet.name) == name_key(str(wanted))]
    if found:
        return found
    message = NO_SUCH_SHEET(sheet=wanted)
    suggestion = did_you_mean(str(wanted), [sheet.name for sheet in sheets], "sheets")
    key = f"sources/{mapping.code}.yml sheet"
    raise ProblemsFound([Problem(label, key, message, suggestion)])


def _heading(lines: Sequence[Line], mapping: SourceMapping) -> Heading | None:
    rows = mapping.heading.rows
    refs = [ref for _, ref in named_columns(mapping)]

    def fits(heading: Heading) -> bool:
        return all(heading.matching(ref) for ref in refs) and is_headed(mapping, heading)

    if mapping.heading.row == "auto":
        return locate(lines, rows, len(refs) + mapping.is_wide, fits)
    row = mapping.heading.row - 1
    if len(lines) <= row:
        return None
    heading = Heading.of(lines[row : row + rows], row)
    return heading if fits(heading) else None


def _explain(
    looked_at: Sequence[tuple[Sheet, list[Line]]], mapping: SourceMapping, label: str
) -> list[Problem]:
    """Say which columns are missing where most of the others are."""
    refs = [ref for _, ref in named_columns(mapping)]
    if all(is_blank(cell) for _, lines in looked_at for line in lines for cell in line):
        place = AT_SHEET(sheet=looked_at[0][0].name) if looked_at[0][0].name else ""
        message = SHEET_EMPTY() if place else NO_LINE_WITH_TEXT()
        return [Problem(label, place, message, COPY_AGAIN())]
    best: tuple[int, Sheet, Heading] | None = None
    for sheet, lines in looked_at:
        fixed = mapping.heading.row
        if fixed == "auto":
            heading = closest(lines, refs, mapping.heading.rows)
        else:
            heading = Heading.of(lines[fixed - 1 : fixed - 1 + mapping.heading.rows], fixed - 1)
        if heading is not None:
            count = sum(bool(heading.matching(ref)) for ref in refs)
            if best is None or count > best[0]:
                best = (count, sheet, heading)
    if best is None:
        wanted = ", ".join(f"'{ref.label}'" for ref in refs)
        first = looked_at[0][1]
        filled = next(
            (line for line in first if sum(not is_blank(cell) for cell in line) > 1), first[0]
        )
        headings = [path[-1].text for path in Heading.of([filled], 0).paths if path]
        message = NO_HEADING_FOUND(n=SEARCH_LINES, headings=wanted)
        suggestion = FIRST_LINE_HOLDS(headings=", ".join(headings[:12]))
        return [Problem(label, f"sources/{mapping.code}.yml", message, suggestion)]
    _, sheet, heading = best
    row = heading.row + 1
    at = AT_ROW_OF_SHEET(sheet=sheet.name, n=row) if sheet.name else AT_ROW(n=row)
    titles = [" ".join(path[-1].text.split()) for path in heading.paths if path]
    problems = [
        Problem(
            label,
            f"sources/{mapping.code}.yml {key}",
            HEADING_WITHOUT_COLUMN(place=at, column=ref.label),
            did_you_mean(ref.path[-1], titles, "headings"),
        )
        for key, ref in named_columns(mapping)
        if not heading.matching(ref)
    ]
    if not problems:
        key = f"sources/{mapping.code}.yml layout"
        message = HEADING_WITHOUT_YEARS(place=at)
        problems = [Problem(label, key, message, CORRECT_LAYOUT_OR_HEADING())]
    return problems
