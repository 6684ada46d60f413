"""The questions about one table, and what their answers change."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wenmai.inspect import says
from wenmai.inspect.columns import year_of
from wenmai.inspect.meaning import Vocabulary
from wenmai.inspect.questions import Interview, Question
from wenmai.inspect.stated_units import Elsewhere, split_unit
from wenmai.inspect.table import TableGuess
from wenmai.inspect.values import UNSTATED, Around, ValueGuess, one_value
from wenmai.sentences import Said
from wenmai.studies.reference import Reference

OWN, LEAVE_OUT, OUTSIDE = "own", "leave_out", "outside"
# What the year of a table is that has none, in an answer as in a mapping.
NO_YEAR = "none"
# What the names of lines may be, besides a place.
OWN_UNITS, COUNTRIES = "own_units", "countries"
OWN_UNITS_CHOICE, COUNTRIES_CHOICE = f"{OWN_UNITS} 研究自带的单元", f"{COUNTRIES} 国家"
_CHOICES = 12
_SHOWN = 5


def first_word(answer: str) -> str:
    """Return what counts of an answer: a choice shows a code and then its name."""
    return answer.split(maxsplit=1)[0] if answer.split() else ""


@dataclass
class Asker:
    """Asks about one table.

    Parameters
    ----------
    path : Path
        The file.
    file, sheet : str
        Under which names columns are asked about.
    guess : TableGuess
        The table.
    reference : Reference
        What is known.
    interview : Interview
        Takes questions and gives answers.
    context : sequence of str
        Titles, names of sheet and file.
    """

    path: Path
    file: str
    sheet: str
    guess: TableGuess
    reference: Reference
    interview: Interview
    context: Sequence[str]

    @property
    def vocabulary(self) -> Vocabulary:
        """What names mean."""
        return Vocabulary(self.reference.library, self.reference.measures)

    def place(self) -> tuple[str, str]:
        """Ask whom a table is about; return name and level, a question mark without an answer."""
        guess, units = self.guess, self.reference.units
        place = self.path.name
        titles = "; ".join(cell for line in guess.above for cell in line if cell)
        question = Question(
            self.file,
            "",  # once for a workbook: its sheets are about one place
            "place",
            "",
            asked=says.ABOUT_WHOM(place=place),
            evidence=titles[:200],
            choices=("中国",),
        )
        answer = self.interview.ask(question)
        codes = units.resolve(answer).candidates if answer else ()
        if len(codes) != 1:
            return UNSTATED, "prefecture"
        return units[codes[0]].name_zh, units[codes[0]].unit_level

    def year(self, *, may_have_none: bool) -> int | str | None:
        """Ask of which year a table is: a year, ``none`` of no year; None without an answer."""
        guess = self.guess
        place = self.path.name + (f" / {guess.sheet.name}" if guess.sheet.name else "")
        titles = "; ".join(cell for line in guess.above for cell in line if cell)
        question = Question(
            self.file,
            guess.sheet.name,
            "year",
            "",
            asked=says.YEAR_ASKED(place=place),
            evidence=titles[:200],
            choices=(f"{NO_YEAR} 没有年份（截面）",) if may_have_none else (),
        )
        answer = first_word(self.interview.ask(question) or "")
        return NO_YEAR if may_have_none and answer == NO_YEAR else year_of(answer)

    def _once(self, question: Question) -> str | None:
        """Ask about a column; what was asked of another sheet of the file is not asked again."""
        asked = (
            one
            for one in self.interview.questions
            if (one.file, one.kind, one.name, one.choices)
            == (question.file, question.kind, question.name, question.choices)
        )
        return self.interview.ask(next(asked, question))

    def what_it_is(self, value: ValueGuess) -> bool:
        """Ask which of some similar indicators a column is; False when it shall be left out."""
        if value.indicator is not None or not value.meaning.near:
            return True
        choices = (
            *(
                f"{one.indicator_code} {one.name_zh}（{one.measure_unit}）"
                for one in value.meaning.near
            ),
            f"{OWN} 独立指标",
            f"{LEAVE_OUT} 不采用",
        )
        question = Question(
            self.file,
            self.sheet,
            "indicator",
            value.name if value.year else value.label,
            asked=says.RESEMBLES(column=_place(value)),
            evidence=self._evidence(value),
            choices=choices,
            is_needed=False,
        )
        answer = first_word(self._once(question) or "")
        if answer == LEAVE_OUT:
            return False
        known = self.reference.library.get(answer)
        if known is not None:
            value.indicator, value.code, value.note = known, known.indicator_code, None
        return True

    def unit(self, value: ValueGuess, *, is_needed: bool) -> None:
        """Ask for the unit of measure of a column, and take it when it is answered."""
        measures, library = self.reference.measures, self.reference.library
        wanted = value.indicator
        near = [wanted] if wanted is not None else list(value.meaning.near)
        fitting = dict.fromkeys(
            symbol
            for indicator in near
            for symbol in (indicator.measure_unit, *measures.symbols())
            if measures.convertible(symbol, indicator.measure_unit) and not symbol.isascii()
        )
        usual = dict.fromkeys(indicator.measure_unit for indicator in library)
        question = Question(
            self.file,
            self.sheet,
            "unit",
            value.name if value.year else value.label,
            asked=says.NO_UNIT(column=_place(value)),
            evidence=self._evidence(value),
            choices=tuple(fitting or usual)[:_CHOICES],
            is_needed=is_needed,
        )
        answer = (self._once(question) or "").strip()
        if not measures.known(answer):
            return
        fits, unit = self.vocabulary.fit(wanted, answer) if wanted is not None else (True, answer)
        if not fits:
            # in such a unit the column is another quantity than its name says
            value.indicator, value.code, value.note = None, "", says.OWN_CODE()
        value.unit = unit if fits else answer

    def quantity(self, value: ValueGuess, *, is_needed: bool) -> None:
        """Ask what the one quantity of a table is, when only a title or the file's name says it.

        The answer is a name with its unit of measure, or the unit alone.
        """
        usual = dict.fromkeys(one.measure_unit for one in self.reference.library)
        near = tuple(f"{one.name_zh}（{one.measure_unit}）" for one in value.meaning.near)
        question = Question(
            self.file,
            self.sheet,
            "quantity",
            value.label,
            asked=says.WHICH_QUANTITY(name=value.label),
            evidence=self._evidence(value),
            choices=(*near, *usual)[:_CHOICES],
            is_needed=is_needed,
        )
        name, unit = split_unit((self._once(question) or "").strip(), self.reference.measures)
        if unit is None:
            return
        around = Around(self.vocabulary, Elsewhere(), (), self.guess.level)
        said = one_value([name or value.name], unit, around)
        value.name, value.code, value.unit = said.name, said.code, said.unit
        value.indicator, value.meaning = said.indicator, said.meaning

    def _evidence(self, value: ValueGuess) -> str:
        """Show the first values of a column beside their places."""
        guess = self.guess
        if value.column < 0:
            return "; ".join(self.context)[:200]
        shown = [
            f"{line[guess.unit_column]} {line[value.column]}"
            for line in guess.lines
            if line[value.column]
        ]
        return "; ".join(shown[:_SHOWN])


def _place(value: ValueGuess) -> Said | str:
    # of a quantity whose years stand side by side one question is enough
    return value.place if value.column >= 0 and not value.year else value.name
