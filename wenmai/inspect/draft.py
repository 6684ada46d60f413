"""Draft the source mapping of a file."""

from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect.drafter import Drafter
from wenmai.inspect.table import guess_table
from wenmai.readers.source import open_sheets
from wenmai.reference import name_key
from wenmai.studies.mapping import SourceMapping, mapping_from_text
from wenmai.studies.reference import Reference


@dataclass(frozen=True)
class Draft:
    """The draft of a source mapping.

    Parameters
    ----------
    yaml : str
        The text of the mapping, with comments at what is unsure.
    mapping : SourceMapping
        The same, validated.
    understood : tuple of str
        What was found, in sentences.
    doubts : tuple of str
        What a person should look at, in sentences.
    """

    yaml: str
    mapping: SourceMapping
    understood: tuple[str, ...]
    doubts: tuple[str, ...]


def inspect_file(
    path: Path, reference: Reference, *, sheet: str | int | None = None, file: str | None = None
) -> Draft:
    """Draft the source mapping of a file.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook.
    reference : Reference
        Places, units of measure and indicators to recognise.
    sheet : str or int, optional
        Name or number, from 1, of the sheet; the one with the largest table by default.
    file : str, optional
        What the mapping says under ``file``; default ``tables/<name of the file>``.

    Returns
    -------
    Draft
        Its mapping reads the same file without errors.

    Raises
    ------
    ProblemsFound
        When the file cannot be opened.
    WenmaiError
        When no sheet holds a table with places.

    Examples
    --------
    >>> draft = inspect_file(Path("gdp.csv"), Reference(Path("seeds")))  # doctest: +SKIP
    >>> draft.mapping.values[0].indicator  # doctest: +SKIP
    'gdp'
    """
    if not path.is_file():
        raise WenmaiError(f"There is no file {path}.", hint="Check the spelling of the path.")
    sheets = open_sheets(path, path.name)
    if sheet is not None and sheets[0].name:
        names = [candidate.name for candidate in sheets]
        by_number = (
            str(sheet).isdigit() and str(sheet) not in names and 0 < int(sheet) <= len(names)
        )
        wanted = names[int(sheet) - 1] if by_number else str(sheet)
        sheets = [each for each in sheets if name_key(each.name) == name_key(wanted)]
        if not sheets:
            raise WenmaiError(
                f"{path.name} has no sheet '{sheet}'.", hint=f"It has: {', '.join(names)}."
            )
    guesses = [found for each in sheets if (found := guess_table(each, reference.units))]
    if not guesses:
        raise WenmaiError(
            f"No table with names or codes of places was found in {path.name}.",
            hint="Write the mapping by hand; docs, 'Add a study', shows one.",
        )
    guess = max(guesses, key=lambda found: found.size)
    drafter = Drafter(path, guess, reference, has_other_tables=len(guesses) > 1)
    text = drafter.write(file or f"tables/{path.name}")
    mapping = mapping_from_text(text, f"draft for {path.name}", "draft")
    return Draft(text, mapping, tuple(drafter.understood), tuple(drafter.doubts))
