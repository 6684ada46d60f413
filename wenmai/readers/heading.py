"""Find the heading of a table, and in it the columns that a mapping names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wenmai.kit.mapping_columns import ColumnRef
from wenmai.kit.problems import did_you_mean
from wenmai.readers.lines import Line
from wenmai.readers.text import cell_text, column_index, column_letters, is_blank, native_lines
from wenmai.reference import name_key
from wenmai.sentences import Sentence

STANDS_SEVERAL_TIMES = Sentence("readers.stands_several_times", "column", "n")
OCCURRENCE_TOO_HIGH = Sentence("readers.occurrence_too_high", "n")
NO_SUCH_COLUMN = Sentence("readers.no_such_column", "column")
SEVERAL_COLUMNS = Sentence("readers.several_columns", "column", "letters")
WRITE_WHICH_COLUMN = Sentence("readers.write_which_column", "column")

# A column without a heading is named by its letter.
_LETTER = re.compile(r"\[([A-Z]{1,3})\]")
# A heading further down than this is named by its row.
SEARCH_LINES = 200


class ColumnNotFoundError(Exception):
    """No column, or more than one, answers to a name; carries sentence and way out."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.message, self.suggestion = message, suggestion


@dataclass(frozen=True)
class Title:
    """One cell of a heading, prepared for comparison.

    Parameters
    ----------
    text : str
        As it stands in the file.
    key : str
        As it is compared.
    leading : frozenset of str
        Keys of its beginnings, cut at whitespace: a bilingual heading answers to its first lines.
    """

    text: str
    key: str
    leading: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Title":
        """Prepare a cell's text.

        Examples
        --------
        >>> sorted(Title.of("全 市").leading), Title.of("全 市").key
        (['全'], '全市')
        """
        words = [name_key(word) for word in text.split()]
        beginnings = ("".join(words[:count]) for count in range(1, len(words)))
        return cls(text, "".join(words), frozenset(beginnings))


@dataclass(frozen=True)
class Heading:
    """The heading of a table.

    Parameters
    ----------
    row : int
        Its first row, from 0.
    paths : tuple of tuple of Title
        Per column the titles from the top row down, blank ones left out.
    rows : tuple of tuple of str
        Per heading row the texts of all cells.

    Examples
    --------
    >>> heading = Heading.of([["城市", "人口", ""], ["", "全市", "市辖区"]], row=0)
    >>> [heading.label(column) for column in range(3)]
    ['城市', '人口 / 全市', '人口 / 市辖区']
    >>> heading.find(ColumnRef(columns=("人口", "市辖区")))
    2
    """

    row: int
    paths: tuple[tuple[Title, ...], ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, lines: Sequence[Line], row: int) -> "Heading":
        """Join the lines of a heading; merged cells hold for the columns to their right."""
        written = [[cell_text(cell).strip() for cell in line] for line in lines]
        width = max((len(line) for line in written), default=0)
        written = [line + [""] * (width - len(line)) for line in written]
        joined = _spread([list(line) for line in written], width)
        paths = tuple(
            tuple(Title.of(line[column]) for line in joined if line[column])
            for column in range(width)
        )
        return cls(row, paths, tuple(tuple(line) for line in written))

    @property
    def width(self) -> int:
        """Number of columns up to the last one with a heading."""
        return max((i + 1 for i, path in enumerate(self.paths) if path), default=0)

    @property
    def end(self) -> int:
        """The first row below the heading, from 0."""
        return self.row + len(self.rows)

    def label(self, column: int) -> str:
        """Return the heading of a column as a person reads it, without its translation."""
        return " / ".join(" ".join(native_lines(title.text)) for title in self.paths[column])

    def matching(self, ref: ColumnRef) -> list[int]:
        """Return all columns that answer to a name; exact ones alone when there are any.

        ``[A]`` is the column of that letter, unless a heading is called so.
        """
        keys = [name_key(text) for text in ref.path]
        exact, leading = [], []
        for column, path in enumerate(self.paths):
            titles = path if ref.columns else path[-1:]
            if len(titles) != len(keys) or not titles:
                continue
            if all(title.key == key for title, key in zip(titles, keys, strict=True)):
                exact.append(column)
            elif all(
                key == title.key or key in title.leading
                for title, key in zip(titles, keys, strict=True)
            ):
                leading.append(column)
        lettered = _LETTER.fullmatch("".join(ref.path)) if len(ref.path) == 1 else None
        if lettered and not exact and not leading:
            column = column_index(lettered[1])
            return [column] if column < len(self.paths) else []
        return exact or leading

    def find(self, ref: ColumnRef) -> int:
        """Return the one column that answers to a name, from 0.

        Raises
        ------
        ColumnNotFoundError
            When none does, or several do and the mapping does not say which.
        """
        found = self.matching(ref)
        if ref.occurrence is not None and found:
            if ref.occurrence <= len(found):
                return found[ref.occurrence - 1]
            message = STANDS_SEVERAL_TIMES(column=ref.label, n=len(found))
            raise ColumnNotFoundError(message, OCCURRENCE_TOO_HIGH(n=ref.occurrence))
        if len(found) == 1:
            return found[0]
        if not found:
            titles = [path[-1].text for path in self.paths if path]
            suggestion = did_you_mean(
                ref.path[-1], [" ".join(text.split()) for text in titles], "headings"
            )
            message = NO_SUCH_COLUMN(column=ref.label)
            raise ColumnNotFoundError(message, suggestion)
        letters = ", ".join(column_letters(column) for column in found)
        raise ColumnNotFoundError(
            SEVERAL_COLUMNS(column=ref.label, letters=letters),
            WRITE_WHICH_COLUMN(column=ref.label),
        )


def _spread(rows: list[list[str]], width: int) -> list[list[str]]:
    """Repeat the text of a merged group over its columns.

    Only the first cell of a group holds its text. That a blank cell belongs to the group on its
    left, and is not just blank, shows in the text below it.
    """
    in_group = [True] * width
    for level, line in enumerate(rows[:-1]):
        for column in range(width):
            has_below = any(lower[column] for lower in rows[level + 1 :])
            continues = column > 0 and in_group[column] and not line[column] and has_below
            if continues:
                line[column] = line[column - 1]
            in_group[column] = continues
    return rows


def locate(
    lines: Sequence[Line], rows: int, columns: int, fits: Callable[[Heading], bool]
) -> Heading | None:
    """Find the first lines that make a fitting heading.

    Parameters
    ----------
    lines : sequence of Line
        The beginning of the sheet.
    rows : int
        Lines that the heading has.
    columns : int
        How many columns must be found; a title above the table has one cell only.
    fits : callable
        Whether all that the mapping names is in a heading.

    Returns
    -------
    Heading or None
    """
    for row in range(len(lines) - rows + 1):
        filled = sum(not is_blank(cell) for cell in lines[row])
        if filled < min(columns, 2):
            continue
        heading = Heading.of(lines[row : row + rows], row)
        if fits(heading):
            return heading
    return None


def closest(lines: Sequence[Line], refs: Sequence[ColumnRef], rows: int) -> Heading | None:
    """Return the lines that hold most of the named columns; None when no line holds one."""
    best, best_count = None, 0
    for row in range(len(lines) - rows + 1):
        heading = Heading.of(lines[row : row + rows], row)
        count = sum(bool(heading.matching(ref)) for ref in refs)
        if count > best_count:
            best, best_count = heading, count
    return best
