"""Draft the source mapping of a file."""

from dataclasses import dataclass, field
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect.drafter import UNSTATED_YEAR, Drafter
from wenmai.inspect.one_place import guess_series
from wenmai.inspect.table import LOOKED_AT, TableGuess, guess_table
from wenmai.kit.mapping import SourceMapping, mapping_from_text
from wenmai.readers.source import open_heads
from wenmai.reference import name_key
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
    years : frozenset of int
        Years of its values.
    places : frozenset of str
        Codes of the units that it names.
    """

    yaml: str
    mapping: SourceMapping
    understood: tuple[str, ...]
    doubts: tuple[str, ...]
    years: frozenset[int] = field(default=frozenset())
    places: frozenset[str] = field(default=frozenset())


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
        When no sheet holds a table with places or years.

    Examples
    --------
    >>> draft = inspect_file(Path("gdp.csv"), Reference(Path("seeds")))  # doctest: +SKIP
    >>> draft.mapping.values[0].indicator  # doctest: +SKIP
    'gdp'
    """
    if not path.is_file():
        raise WenmaiError(f"There is no file {path}.", hint="Check the spelling of the path.")
    sheets = open_heads(path, path.name, LOOKED_AT + 1)
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
        guesses = [found for each in sheets if (found := guess_series(each, reference.units))]
    if not guesses:
        raise WenmaiError(
            f"No table with names or codes of places, or with years, was found in {path.name}.",
            hint="A list of documents or of nodes is understood together with what it lists: "
            "inspect the folder. Else write the mapping by hand: docs/mappings.md lists every key.",
        )
    guess = max(guesses, key=lambda found: found.size)
    drafter = Drafter(path, guess, reference, has_other_tables=len(guesses) > 1)
    text = drafter.write(file or f"tables/{path.name}")
    mapping = mapping_from_text(text, f"draft for {path.name}", "draft")
    years, places = _scope(guess, mapping, reference)
    return Draft(text, mapping, tuple(drafter.understood), tuple(drafter.doubts), years, places)


def _scope(
    guess: TableGuess, mapping: SourceMapping, reference: Reference
) -> tuple[frozenset[int], frozenset[str]]:
    """Return the years and the units that a table speaks of."""
    years = set(guess.years.values()) | {value.year for value in mapping.values if value.year}
    stated = mapping.year.value if mapping.year is not None else None
    if guess.year is not None:
        years |= set(guess.facts[guess.year].years)
    elif stated is not None and stated != UNSTATED_YEAR:
        years.add(stated)
    if mapping.unit.value is not None:
        codes = reference.units.resolve(mapping.unit.value).candidates
        return frozenset(years), frozenset(codes if len(codes) == 1 else ())
    facts = guess.facts[guess.unit_column]
    named = (reference.units.resolve(name, level=guess.level).unit_code for name in facts.names)
    places = {code for code in named if code is not None} | set(facts.codes.values())
    return frozenset(years), frozenset(places)
