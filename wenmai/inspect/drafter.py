"""Write the keys of a draft, one after the other, and collect what is unsure about them."""

import re
from pathlib import Path
from typing import Any

from wenmai.errors import WenmaiError
from wenmai.inspect import says
from wenmai.inspect.asking import NO_YEAR, Asker
from wenmai.inspect.codes import Codes
from wenmai.inspect.columns import number_of
from wenmai.inspect.doubts import (
    cut_doubt,
    listed,
    looks_cumulated,
    unit_doubts,
    value_doubts,
    year_doubts,
)
from wenmai.inspect.indicators import without_scope, year_in
from wenmai.inspect.meaning import Vocabulary
from wenmai.inspect.named_rows import indicator_column, name_doubts, named_indicators
from wenmai.inspect.one_place import place_of_file
from wenmai.inspect.questions import Interview
from wenmai.inspect.stated_units import Elsewhere, split_unit, units_elsewhere
from wenmai.inspect.table import TableGuess, named_twice
from wenmai.inspect.twins import find_twins
from wenmai.inspect.values import (
    UNSTATED,
    Around,
    ValueGuess,
    context_of,
    guess_values,
    of_periods,
    one_value,
    quantity_key,
    value_columns,
)
from wenmai.inspect.write import MappingText
from wenmai.kit.often_said import LEVELS_OF_UNITS
from wenmai.kit.section import FIRST_POSSIBLE_YEAR
from wenmai.readers.periods import says_cumulated
from wenmai.readers.preamble import preamble_texts
from wenmai.readers.text import column_letters, native_lines, split_measure_unit
from wenmai.reference import name_key
from wenmai.reference.units import OWN
from wenmai.sentences import Said
from wenmai.studies.reference import Reference

# The first possible year, in no study; `wenmai check` asks for the true one.
UNSTATED_YEAR = FIRST_POSSIBLE_YEAR
_END = r"^(注|数据来源|资料来源|(?i:note|source))\s*\d*\s*[：:]"
_INDICATOR_LABELS = ("指标", "indicator", "indicators")


class LeftOut(WenmaiError):
    """Nothing of a table can be read; says why."""


class Drafter:
    """Writes the mapping of one table.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        How the study names it.
    guess : TableGuess
        Its table.
    reference : Reference
        What is known.
    interview : Interview
        Takes questions and gives answers.
    codes : Codes
        Gives codes to what the library lacks.
    language : str
        Of the comments.
    most_questions : int
        A table of which nothing is known is left out when it would need more answers than this.
    asked_as : tuple of str, optional
        File and sheet under which its columns are asked about: once for all of the same shape.
    is_one_of_several : bool
        The workbook holds other tables: what only the file's name says is not their name.
    """

    def __init__(
        self,
        path: Path,
        file: str,
        guess: TableGuess,
        reference: Reference,
        *,
        interview: Interview,
        codes: Codes,
        language: str = "en",
        most_questions: int = 10**6,
        asked_as: tuple[str, str] | None = None,
        is_one_of_several: bool = False,
    ) -> None:
        self.path, self.file, self.guess, self.reference = path, file, guess, reference
        self.interview, self.codes, self.language = interview, codes, language
        self._most_questions = most_questions
        self.vocabulary = Vocabulary(reference.library, reference.measures)
        self.context = context_of(guess, path)
        names = asked_as or (file, guess.sheet.name)
        self.asker = Asker(path, *names, guess, reference, interview, self.context)
        self.preamble = preamble_texts(guess.above)
        self.place = says.SHEET(name=guess.sheet.name) if guess.sheet.name else says.THE_FILE()
        self._own_name = f"{path.stem} {guess.sheet.name}" if is_one_of_several else path.stem
        self.indicator_column: int | None = None
        self.names: dict[str, tuple[str, str]] = {}
        self.growths: dict[str, str] = {}
        self.understood: list[Said] = []
        self.doubts: list[Said] = cut_doubt(guess)

    def write(self) -> str:
        """Return the text of the mapping; what else was found is complete then."""
        guess, text = self.guess, MappingText()
        unit = self._unit()
        text.add("file", self.file)
        if guess.sheet.name:
            text.add("sheet", guess.sheet.name)
        elif guess.sheet.encoding:
            text.add("encoding", guess.sheet.encoding.removesuffix("-sig"))
        if guess.level != OWN:
            text.add("level", guess.level)
        if guess.is_transposed:
            text.add("transpose", True)
        if len(guess.heading.rows) > 1:
            text.add("heading", {"rows": len(guess.heading.rows)})
        please = self._say(says.QUESTION_MARK())
        text.add("unit", unit, please if unit.get("value") == UNSTATED else "")
        values = self._wide(text) if guess.years or guess.periods else self._long(text)
        self._patterns(text)
        if "value" not in unit:
            self.doubts += unit_doubts(guess, self.reference.units)
            self.doubts += year_doubts(guess, self.indicator_column)
        self.understood = self._understood(values)
        return text.text()

    def _say(self, said: Said | None) -> str:
        return "" if said is None else said.text(self.language)

    def _column(self, column: int) -> dict[str, object] | str:
        """Name a column by its heading, with its occurrence when the heading is there twice."""
        paths = self.guess.heading.paths
        if column >= len(paths) or not paths[column]:
            return f"[{column_letters(column)}]"
        titles = [" ".join(" ".join(native_lines(part.text)).split()) for part in paths[column]]
        key = [name_key(part.text) for part in paths[column]]
        same = [
            other
            for other, path in enumerate(paths)
            if [name_key(part.text) for part in path[-len(key) :]] == key[-len(path) :] == key
        ]
        named: dict[str, object] = (
            {"column": titles[0]} if len(titles) == 1 else {"columns": titles}
        )
        if len(same) > 1:
            return {**named, "occurrence": same.index(column) + 1}
        return titles[0] if len(titles) == 1 else named

    def _at(self, column: int) -> dict[str, Any]:
        """Name a column as a key of its own."""
        named = self._column(column)
        return {"column": named} if isinstance(named, str) else named

    def _unit(self) -> dict[str, object]:
        """Name the columns of the unit, or the one unit that the whole file is about."""
        guess = self.guess
        if guess.name is None and guess.code is None:
            titles = [cell for line in guess.above for cell in line if cell]
            texts = [*titles, guess.sheet.name, self.path.stem]
            name, guess.level = place_of_file(texts, self.reference.units)
            if name == UNSTATED:
                name, guess.level = self.asker.place()
            else:
                self.doubts.append(says.ABOUT_PLACE(name=name))
            return {"value": name}
        places = {"name": guess.name, "code": guess.code, "within": guess.within}
        named: dict[str, object] = {
            key: self._column(column) for key, column in places.items() if column is not None
        }
        return {**named, "fill_down": True} if guess.is_filled_down else named

    @property
    def _around(self) -> Around:
        return Around(self.vocabulary, Elsewhere(), self.context, self.guess.level)

    def _elsewhere(self, column: int | None) -> Elsewhere:
        names = (self.guess.sheet.name, self.path.stem)
        return units_elsewhere(self.guess, column, names, self.reference.measures)

    def _wide(self, text: MappingText) -> list[ValueGuess]:
        """Years or periods across: the indicator stands above the heading, or the user says it."""
        guess = self.guess
        text.add("layout", "wide_periods" if guess.periods else "wide_years")
        if None in guess.periods.values():
            self._year(text, [])
        if self._indicators_by_line(text):
            return []
        if named_twice(guess):
            raise LeftOut(says.LINES_ALIKE(place=self.place))
        label = next((key for key in _INDICATOR_LABELS if name_key(key) in self.preamble), None)
        if label is not None:
            written = self.preamble[name_key(label)]
            name, unit = split_unit(written, self.reference.measures)
        else:
            titles = [cell for line in self.guess.above for cell in line if cell]
            title = next((cell for cell in titles if not cell.startswith("单位")), self._own_name)
            name, unit = split_unit(without_scope(title), self.reference.measures)
        around = Around(self.vocabulary, self._elsewhere(None), self.context, self.guess.level)
        value = self._named(name, unit, around)
        value.titles = [name]
        self._settle([value], keep_all=True)
        self.names[value.code] = (value.name, str(value.unit))
        if not says_cumulated(name) and looks_cumulated(guess):
            self.doubts.append(says.LOOKS_CUMULATED(column=value.name))
            text.add("period", {"from_columns": True, "cumulated": True})
        if label is not None and not value.is_unstated and isinstance(value.unit, str):
            # the file names indicator and unit itself: one mapping serves all files of the kind
            text.add("indicator_from", {"preamble": label})
            text.add("indicators", {split_measure_unit(written)[0]: value.code})
            return []
        entry: dict[str, object] = {"indicator": value.code, "unit": value.unit}
        text.add("values", [entry], self._say(value.note))
        return []

    def _named(self, name: str, unit: str | None, around: Around) -> ValueGuess:
        """Say what the one quantity of a table is; of months, what it is the growth of."""
        if not self.guess.has_periods:
            value = one_value([name], unit, around)
        else:
            value = of_periods(name, unit, around)
        if value.growth_of is not None:
            self.growths[value.code] = value.growth_of
        return value

    def _indicators_by_line(self, text: MappingText) -> bool:
        """Write the names of a column that says of every line which indicator it holds."""
        facts = indicator_column(self.guess, self.vocabulary, self.context)
        if facts is None:
            return False
        self.indicator_column = facts.index
        found = named_indicators(
            facts,
            self.vocabulary,
            self.context,
            self.guess.level,
            has_periods=self.guess.has_periods,
        )
        if not any(found.values()):
            raise LeftOut(says.LEFT_UNKNOWN(listed=listed([*found])))
        text.add("indicator_from", self._at(facts.index))
        codes: dict[str, str | None] = {}
        for name, value in found.items():
            if value is None:
                codes[name] = None
                continue
            if value.growth_of is not None:
                self.growths[value.code] = value.growth_of
                self.names[value.code] = (value.name, str(value.unit))
            elif value.indicator is None:
                value.code = self.codes.of(value.name, quantity_key(value, self._around))
                self.names[value.code] = (value.name, str(value.unit))
            codes[name] = value.code
        text.add_names("indicators", codes)
        self.doubts += name_doubts(found)
        return True

    def _long(self, text: MappingText) -> list[ValueGuess]:
        guess = self.guess
        columns, unit_column = value_columns(guess, self.reference.measures)
        elsewhere = self._elsewhere(unit_column)
        around = Around(self.vocabulary, elsewhere, self.context, guess.level)
        values = guess_values(guess, columns, around, self.codes)
        twins = find_twins(guess, values)
        self.doubts += [*twins.left_out.values(), *twins.doubts]
        values = [value for value in values if value.column not in twins.left_out]
        self._year(text, values)
        if not values:
            raise LeftOut(says.NO_VALUES(place=self.place))
        if all(number_of(value.label) is not None and not value.year for value in values):
            raise LeftOut(says.NO_HEADING(place=self.place))
        if len(values) == 1 and self._indicators_by_line(text):
            unit = {"unit": elsewhere.entry} if elsewhere.entry else {}
            text.add_list("values", [({**self._at(values[0].column), **unit}, "")])
            return []
        kept = self._settle(values)
        if not kept:
            raise LeftOut(says.LEFT_UNKNOWN(listed=listed([value.place for value in values])))
        entries = []
        for value in kept:
            entry = self._entry(value)
            is_level = not says_cumulated(value.label) and value.growth_of is None
            if is_level and looks_cumulated(guess, value.column):
                entry["cumulated"] = True
                self.doubts.append(says.LOOKS_CUMULATED(column=value.place))
            entries.append((entry, self._say(value.note)))
            self.names[value.code] = (value.name, str(value.unit))
            if value.growth_of is not None:
                self.growths[value.code] = value.growth_of
        text.add_list("values", entries)
        text.add_comments([self._entry(value) for value in values if value not in kept])
        self.doubts += value_doubts(guess, kept, values, elsewhere, self.reference)
        return kept

    def _entry(self, value: ValueGuess) -> dict[str, Any]:
        entry = {**self._at(value.column), "indicator": value.code, "unit": value.unit}
        if value.year is not None and self.guess.year is None:
            entry["year"] = value.year
        return entry

    def _settle(self, values: list[ValueGuess], *, keep_all: bool = False) -> list[ValueGuess]:
        """Ask what is open about values, take the answers, and return what can be loaded."""
        settled = [value for value in values if self.asker.what_it_is(value)]
        # what nobody can name is no loss worth a question, unless the table holds nothing else
        is_all = keep_all or (
            all(not one.is_known and one.is_unstated for one in settled)
            and len({one.name for one in settled}) <= self._most_questions
        )
        kept = []
        for value in settled:
            is_needed = value.is_known or is_all
            if value.is_unstated:
                ask = (
                    self.asker.unit if value.column >= 0 or value.is_known else self.asker.quantity
                )
                ask(value, is_needed=is_needed)
            if is_needed or not value.is_unstated:
                kept.append(value)
            if not value.is_known:
                value.note = value.note or says.OWN_CODE()
                key = quantity_key(value, self._around)
                value.code = value.code or self.codes.of(value.name, key)
        return kept

    def _year(self, text: MappingText, values: list[ValueGuess]) -> None:
        guess = self.guess
        if guess.period is not None:
            text.add("period", self._at(guess.period))
        if guess.year is not None:
            text.add("year", self._at(guess.year))
            return
        if guess.period is not None and guess.period_years:
            return
        if values and all(value.year for value in values):
            return
        titles = [cell for line in guess.above for cell in line]
        stated = year_in([*titles, self.path.stem, guess.sheet.name])
        year: int | str | None = stated or year_in([guess.sheet.name])
        if year is None:
            is_dated = guess.has_periods or any(value.year for value in values)
            year = self.asker.year(may_have_none=not is_dated)
        else:
            self.doubts.append(says.YEAR_TAKEN(year=year))
        please = "" if year else self._say(says.QUESTION_MARK())
        said = NO_YEAR if year == NO_YEAR else {"value": year or UNSTATED_YEAR}
        text.add("year", said, please)
        for value in values:
            value.year = None if year is None else value.year

    def _patterns(self, text: MappingText) -> None:
        """Skip what is no data: notes at the end, titles on every page, advertisements."""
        notes = list(dict.fromkeys(self.guess.notes))
        stops = [note for note in notes if re.match(_END, note, re.I)]
        skips = [note for note in notes if note not in stops]
        if stops:
            text.add("stop_at", [_END])
        patterns = ["续表"] if any("续表" in note for note in skips) else []
        rest = [note for note in skips if "续表" not in note]
        if not stops:
            patterns += [f"^{re.escape(note)}$" for note in rest][:20]
        if patterns:
            text.add("skip", patterns)
        if rest and not stops:
            shown = "; ".join(note[:30] for note in rest[:5])
            self.doubts.append(says.NOTES_SKIPPED(listed=shown))

    def _understood(self, values: list[ValueGuess]) -> list[Said]:
        guess = self.guess
        facts = guess.facts[guess.unit_column]
        has_places = guess.name is not None or guess.code is not None
        span = sorted(guess.all_years)
        parts: dict[str, Any] = {
            "place": self.place,
            "row": guess.heading.row + 1,
            "lines": len(guess.lines),
            "level": LEVELS_OF_UNITS[guess.level](),
            "years": says.YEARS(first=span[0], last=span[-1]) if span else "",
        }
        if has_places:
            parts["places"] = len(facts.names) or len(facts.codes)
        found = [(says.TABLE_OF_PLACES if has_places else says.TABLE_OF_ONE)(**parts)]
        if values:
            known = sum(value.is_known for value in values)
            found.append(says.VALUE_COLUMNS(n=len(values), known=known))
        return found
