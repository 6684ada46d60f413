"""Draft the source mappings of a file: one for every sheet that holds a table."""

from collections.abc import Sequence
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect import says
from wenmai.inspect.codes import Codes
from wenmai.inspect.drafted import Draft
from wenmai.inspect.drafter import UNSTATED_YEAR, Drafter, LeftOut
from wenmai.inspect.one_place import guess_any
from wenmai.inspect.other_units import reference_for
from wenmai.inspect.questions import Interview
from wenmai.inspect.same_shape import asked_as, merged, pattern_of
from wenmai.inspect.table import LOOKED_AT, TableGuess, guess_table
from wenmai.kit.mapping import SourceMapping, mapping_from_text
from wenmai.plain_numbers import whole_number
from wenmai.readers.lines import Sheet
from wenmai.readers.source import open_heads
from wenmai.reference import name_key
from wenmai.sentences import Said, Sentence, first_few, joined
from wenmai.studies.reference import Reference

INSPECT_FOLDER_INSTEAD = Sentence("domains.inspect_folder_instead")
NO_TABLE_FOUND = Sentence("domains.no_table_found", "file")
NO_SUCH_FILE = Sentence("domains.no_such_file", "file")
CHECK_SPELLING = Sentence("domains.check_spelling")
NO_SUCH_SHEET = Sentence("domains.no_such_sheet", "file", "sheet")
SHEETS_THERE = Sentence("domains.sheets_there", "names")

# In the draft of a folder a table that nobody knows anything of asks at most so much.
_MOST_QUESTIONS = 2
# Of the numbers of a sheet that repeats another one, so many stand there, too.
_REPEATED = 0.95


def inspect_file(
    path: Path,
    reference: Reference,
    *,
    sheet: str | int | None = None,
    file: str | None = None,
    language: str = "en",
) -> Draft:
    """Draft the source mapping of one table of a file.

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
    language : str
        Of the comments in the draft.

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
    sheets = _wanted(_open(path), path, sheet)
    name = file or f"tables/{path.name}"
    reference, own_units = reference_for({path: name}, reference, Interview())
    guesses = _guesses(sheets, reference, path.name)
    if not guesses:
        raise WenmaiError(NO_TABLE_FOUND(file=path.name), hint=INSPECT_FOLDER_INSTEAD())
    guess = max(guesses, key=lambda found: found.size)
    interview, codes = Interview(), Codes(set(reference.library.indicators))
    drafter = Drafter(
        path, name, guess, reference, interview=interview, codes=codes, language=language
    )
    if len(guesses) > 1:
        others = [other.sheet.name for other in guesses if other is not guess]
        drafter.doubts.append(says.OTHER_SHEETS(names=first_few(others), sheet=guess.sheet.name))
    if own_units:
        drafter.doubts.append(says.OWN_UNITS_OF_FOLDER(n=own_units.count("\n") - 1))
    return _drafted(drafter)


def inspect_tables(
    path: Path,
    reference: Reference,
    *,
    file: str,
    interview: Interview,
    codes: Codes,
    passed_over: Sequence[str] = (),
    together: Sequence[str] = (),
    language: str = "en",
) -> tuple[list[Draft], list[Said]]:
    """Draft a mapping for every table of a file, and say of every other sheet why it has none.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook.
    reference : Reference
        What is known.
    file : str
        How the study names it.
    interview : Interview
        Takes questions and gives answers.
    codes : Codes
        Gives codes to what the library lacks.
    passed_over : sequence of str
        Sheets that are something else: documents, links.
    together : sequence of str
        All tables of the study: those that differ by a year in their names are asked about once.
    language : str
        Of the comments.

    Returns
    -------
    list of Draft and list of Said
        In the order of the sheets.

    Raises
    ------
    ProblemsFound
        When the file cannot be opened.
    WenmaiError
        When no sheet holds a table.
    """
    sheets = [each for each in _open(path) if not each.name or each.name not in passed_over]
    found: list[tuple[Drafter, Draft]] = []
    left_out: list[Said] = []
    guesses = [(each, guess_any(each, reference.units, path.name)) for each in sheets]
    tables = sum(guess is not None for _, guess in guesses)
    for each, guess in guesses:
        if guess is None:
            place = says.SHEET(name=each.name) if each.name else says.THE_FILE()
            left_out.append(says.NO_TABLE(place=place))
            continue
        drafter = Drafter(
            path,
            file,
            guess,
            reference,
            interview=interview,
            codes=codes,
            language=language,
            most_questions=_MOST_QUESTIONS,
            asked_as=asked_as(file, each.name, together, [one.name for one in sheets]),
            is_one_of_several=tables > 1 and pattern_of(each.name) == each.name,
        )
        asked = len(interview.questions)
        try:
            found.append((drafter, _drafted(drafter)))
        except LeftOut as error:
            is_named = not each.name or each.name in error.said()
            said = error.said() if is_named else joined([drafter.place, error.said()], ": ")
            left_out.append(said)
            # of a table that is not read nobody needs to know place and year
            fresh = interview.questions[asked:]
            interview.questions[asked:] = [one for one in fresh if not one.is_needed]
    if not found and not passed_over and not left_out:
        raise WenmaiError(NO_TABLE_FOUND(file=path.name))
    drafts, repeated = _once_each(found, interview)
    return merged(drafts, [each.name for each in sheets]), [*left_out, *repeated]


def _once_each(
    found: Sequence[tuple[Drafter, Draft]], interview: Interview
) -> tuple[list[Draft], list[Said]]:
    """Leave out sheets that repeat another one, and what was asked about them."""
    drafts: list[Draft] = []
    left_out: list[Said] = []
    kept: set[tuple[str, str]] = set()
    gone: set[tuple[str, str]] = set()
    for place, (drafter, draft) in enumerate(found):
        whole = next(
            (
                other.guess.sheet.name
                for at, (other, larger) in enumerate(found)
                if _weight(larger, other.guess, at) > _weight(draft, drafter.guess, place)
                and _repeats(draft, drafter.guess, larger, other.guess)
            ),
            None,
        )
        asked_of = (drafter.asker.file, drafter.asker.sheet)
        (kept if whole is None else gone).add(asked_of)
        if whole is None:
            drafts.append(draft)
        else:
            left_out.append(says.REPEATED(sheet=drafter.guess.sheet.name, whole=whole))
    interview.questions[:] = [
        one for one in interview.questions if (one.file, one.sheet) not in gone - kept
    ]
    return drafts, left_out


def _weight(draft: Draft, guess: TableGuess, place: int) -> tuple[int, int, int]:
    return guess.size, len(set(draft.mapping.indicator_codes)), -place


def _repeats(draft: Draft, guess: TableGuess, larger: Draft, whole: TableGuess) -> bool:
    """Tell whether all places, years and numbers of a sheet stand in another one, too."""
    numbers = guess.numbers
    return (
        bool(draft.years)
        and draft.years <= larger.years
        and draft.places <= larger.places
        and len(numbers & whole.numbers) >= _REPEATED * len(numbers)
    )


def _open(path: Path) -> list[Sheet]:
    if not path.is_file():
        raise WenmaiError(NO_SUCH_FILE(file=path), hint=CHECK_SPELLING())
    return open_heads(path, path.name, LOOKED_AT + 1)


def _wanted(sheets: list[Sheet], path: Path, sheet: str | int | None) -> list[Sheet]:
    """Return the sheets of a name or number; all without one."""
    if sheet is None or not sheets[0].name:
        return sheets
    names = [candidate.name for candidate in sheets]
    number = whole_number(str(sheet)) or 0
    by_number = str(sheet) not in names and 0 < number <= len(names)
    wanted = names[number - 1] if by_number else str(sheet)
    found = [each for each in sheets if name_key(each.name) == name_key(wanted)]
    if not found:
        raise WenmaiError(
            NO_SUCH_SHEET(file=path.name, sheet=sheet), hint=SHEETS_THERE(names=", ".join(names))
        )
    return found


def _guesses(sheets: Sequence[Sheet], reference: Reference, label: str) -> list[TableGuess]:
    found = [guess for each in sheets if (guess := guess_table(each, reference.units))]
    return found or [guess for each in sheets if (guess := guess_any(each, reference.units, label))]


def _drafted(drafter: Drafter) -> Draft:
    """Write the draft of one table; what it asks stands among the doubts, too."""
    asked = len(drafter.interview.questions)
    text = drafter.write()
    mapping = mapping_from_text(text, f"draft for {drafter.path.name}", "draft")
    years, places = _scope(drafter.guess, mapping, drafter.reference)
    fresh = drafter.interview.questions[asked:]
    answered = drafter.interview.answers
    questions = [one.asked for one in fresh if one.is_needed and one.key not in answered]
    doubts = (*drafter.doubts, *questions)
    return Draft(
        *(text, mapping, tuple(drafter.understood), doubts, years, places, drafter.names),
        growths=drafter.growths,
    )


def _scope(
    guess: TableGuess, mapping: SourceMapping, reference: Reference
) -> tuple[frozenset[int], frozenset[str]]:
    """Return the years and the units that a table speaks of."""
    years = guess.all_years | {value.year for value in mapping.values if value.year}
    stated = mapping.year.value if mapping.year is not None else None
    if stated is not None and stated != UNSTATED_YEAR:
        years.add(stated)
    if mapping.unit.value is not None:
        codes = reference.units.resolve(mapping.unit.value).candidates
        return frozenset(years), frozenset(codes if len(codes) == 1 else ())
    facts = guess.facts[guess.unit_column]
    named = (reference.units.resolve(name, level=guess.level).unit_code for name in facts.names)
    places = {code for code in named if code is not None} | set(facts.codes.values())
    return frozenset(years), frozenset(places)
