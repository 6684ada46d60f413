"""Write the keys of a draft, one after the other, and collect what is unsure about them."""

import re
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect.doubts import cut_doubt, unit_doubts, value_doubts, year_doubts
from wenmai.inspect.indicators import SURE, guess_indicator, known_unit, year_in
from wenmai.inspect.named_rows import indicator_column, name_doubts, named_indicators
from wenmai.inspect.one_place import place_of_file
from wenmai.inspect.table import TableGuess
from wenmai.inspect.values import UNSTATED, ValueGuess, find_twins, guess_values, value_columns
from wenmai.inspect.write import MappingText
from wenmai.kit.section import FIRST_POSSIBLE_YEAR
from wenmai.readers.preamble import preamble_texts
from wenmai.readers.text import native_lines, split_measure_unit
from wenmai.reference import name_key
from wenmai.studies.reference import Reference

# The first possible year, in no study; `wenmai check` asks for the true one.
UNSTATED_YEAR = FIRST_POSSIBLE_YEAR
_END = r"^(注|数据来源|资料来源|(?i:note|source))\s*\d*\s*[：:]"
_INDICATOR_LABELS = ("指标", "indicator")
_UNIT_LABELS = ("单位", "计量单位", "unit")


class Drafter:
    """Writes the mapping of one table.

    Parameters
    ----------
    path : Path
        The file.
    guess : TableGuess
        Its table.
    reference : Reference
        What is known.
    has_other_tables : bool
        Other sheets of the file hold tables, too.
    """

    def __init__(
        self, path: Path, guess: TableGuess, reference: Reference, *, has_other_tables: bool
    ) -> None:
        self.path, self.guess, self.reference = path, guess, reference
        self.preamble = preamble_texts(guess.above)
        self.indicator_column: int | None = None
        self.understood: list[str] = []
        self.doubts: list[str] = cut_doubt(guess)
        if has_other_tables:
            self.doubts.append(
                f"Other sheets hold tables, too; the draft reads '{guess.sheet.name}', the largest."
            )

    def write(self, file: str) -> str:
        """Return the text of the mapping; ``doubts`` and ``understood`` are complete then."""
        guess, text = self.guess, MappingText()
        unit = self._unit()
        text.add("file", file)
        if guess.sheet.name:
            text.add("sheet", guess.sheet.name)
        elif guess.sheet.encoding:
            text.add("encoding", guess.sheet.encoding.removesuffix("-sig"))
        text.add("level", guess.level)
        if len(guess.heading.rows) > 1:
            text.add("heading", {"rows": len(guess.heading.rows)})
        text.add("unit", unit, "please state" if unit.get("value") == UNSTATED else "")
        values = self._wide(text) if guess.years else self._long(text)
        self._patterns(text)
        if "value" not in unit:
            self.doubts += unit_doubts(guess, self.reference.units)
            self.doubts += year_doubts(guess, self.indicator_column)
        self.understood = self._understood(values)
        return text.text()

    def _column(self, column: int) -> dict[str, object] | str:
        """Name a column by its heading, with its occurrence when the heading is there twice."""
        paths = self.guess.heading.paths
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

    def _unit(self) -> dict[str, object]:
        """Name the columns of the unit, or the one unit that the whole file is about."""
        guess = self.guess
        if guess.name is None and guess.code is None:
            titles = [cell for line in guess.above for cell in line if cell]
            texts = [*titles, guess.sheet.name, self.path.stem]
            name, guess.level = place_of_file(texts, self.reference.units)
            self.doubts.append(
                f"No column names places, and no title does: whom is the file about? State it in "
                f"place of '{UNSTATED}' (中国 for national figures)."
                if name == UNSTATED
                else f"No column names places: the file is taken to be about {name}, as a title or "
                "its name says."
            )
            return {"value": name}
        places = {"name": guess.name, "code": guess.code, "within": guess.within}
        return {key: self._column(column) for key, column in places.items() if column is not None}

    def _wide(self, text: MappingText) -> list[ValueGuess]:
        """Years across: the indicator stands above the heading, or the user states it."""
        text.add("layout", "wide_years")
        if self._indicators_by_line(text):
            return []
        label = next((key for key in _INDICATOR_LABELS if name_key(key) in self.preamble), None)
        if label is not None:
            name, unit = split_measure_unit(self.preamble[name_key(label)])
            found = guess_indicator([name], self.reference.library)
            code = found.code if found else "column_1"
            text.add("indicator_from", {"preamble": label})
            text.add("indicators", {name: code}, "" if found else "not in the library")
            self._name_doubt(name, found.similarity if found else 0, code)
            if not known_unit(unit, self.reference.measures):
                self.doubts.append(f"'{name}': no known unit of measure in its brackets.")
            return []
        title = "".join(cell for line in self.guess.above for cell in line) or self.path.stem
        name, unit = split_measure_unit(title)
        found = guess_indicator([name], self.reference.library)
        stated = known_unit(unit, self.reference.measures) or self._preamble_unit()
        entry: dict[str, object] = {"indicator": found.code if found else "column_1"}
        entry["unit"] = stated or UNSTATED
        text.add("values", [entry], "" if found and stated else "please state")
        self._name_doubt(name, found.similarity if found else 0, str(entry["indicator"]))
        if not stated:
            self.doubts.append(f"No unit of measure found for '{name}'. Please state it.")
        return []

    def _name_doubt(self, name: str, similarity: float, code: str) -> None:
        if similarity == 0:
            self.doubts.append(
                f"'{name}' resembles no indicator of the library. The draft calls it {code}: "
                "define it in study.yml, or name another code."
            )
        elif similarity < SURE:
            self.doubts.append(f"'{name}' resembles {code}: is it that?")

    def _preamble_unit(self) -> dict[str, object] | None:
        for label in _UNIT_LABELS:
            symbol = self.preamble.get(name_key(label))
            if known_unit(symbol, self.reference.measures):
                return {"preamble": label}
        return None

    def _indicators_by_line(self, text: MappingText) -> bool:
        """Write the names of a column that says of every line which indicator it holds."""
        facts = indicator_column(self.guess, self.reference.library)
        if facts is None:
            return False
        self.indicator_column = facts.index
        named = self._column(facts.index)
        found = named_indicators(facts, self.reference.library)
        text.add("indicator_from", {"column": named} if isinstance(named, str) else named)
        text.add_names(
            "indicators", {name: one.code if one else None for name, one in found.items()}
        )
        self.doubts += name_doubts(found)
        return True

    def _long(self, text: MappingText) -> list[ValueGuess]:
        guess, reference = self.guess, self.reference
        columns, unit_column = value_columns(guess, reference.measures)
        elsewhere: dict[str, object] | None = None
        if unit_column is not None:
            elsewhere = {"column": guess.heading.label(unit_column)}
        else:
            elsewhere = self._preamble_unit()
        values = guess_values(
            guess,
            columns,
            reference.library,
            reference.measures,
            has_unit_elsewhere=elsewhere is not None,
        )
        twins = find_twins(guess, values)
        self.doubts += [*twins.left_out.values(), *twins.doubts]
        values = [value for value in values if value.column not in twins.left_out]
        self._year(text, values)
        if not values:
            raise WenmaiError(
                f"No column of numbers was found in {self.path.name}.",
                hint="Write the mapping by hand; docs, 'Add a study', shows one.",
            )
        if len(values) == 1 and self._indicators_by_line(text):
            named = self._column(values[0].column)
            one: dict[str, object] = {"column": named} if isinstance(named, str) else {**named}
            text.add_list("values", [({**one, **({"unit": elsewhere} if elsewhere else {})}, "")])
            return []
        entries = []
        for value in values:
            named = self._column(value.column)
            entry: dict[str, object] = {"column": named} if isinstance(named, str) else {**named}
            entry["indicator"] = value.code
            is_stated = value.unit != UNSTATED or elsewhere is None
            entry["unit"] = value.unit if is_stated else elsewhere
            if value.year is not None and guess.year is None:
                entry["year"] = value.year
            entries.append((entry, value.note))
        text.add_list("values", entries)
        self.doubts += value_doubts(
            guess,
            values,
            reference.library,
            reference.measures,
            has_unit_elsewhere=elsewhere is not None,
        )
        return values

    def _year(self, text: MappingText, values: list[ValueGuess]) -> None:
        guess = self.guess
        if guess.year is not None:
            named = self._column(guess.year)
            text.add("year", {"column": named} if isinstance(named, str) else named)
            return
        if values and all(value.year for value in values):
            return
        titles = [cell for line in guess.above for cell in line]
        year = year_in([*titles, self.path.stem, guess.sheet.name])
        if year is None:
            self.doubts.append(
                "The file does not say its year. Please state it in place of "
                f"{UNSTATED_YEAR} (year: {{value: …}})."
            )
        else:
            self.doubts.append(f"The year {year} is taken from a title or the file's name.")
        text.add("year", {"value": year or UNSTATED_YEAR}, "" if year else "please state")
        for value in values:
            value.year = None if year is None else value.year

    def _patterns(self, text: MappingText) -> None:
        """Skip what is no data: notes at the end, titles on every page, advertisements."""
        notes = list(dict.fromkeys(self.guess.notes))
        stops = [
            note
            for note in notes
            if re.match(r"^(注|数据来源|资料来源|note|source)\s*\d*\s*[：:]", note, re.I)
        ]
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
            self.doubts.append(f"Lines with one text are skipped as notes: {shown}.")

    def _understood(self, values: list[ValueGuess]) -> list[str]:
        guess = self.guess
        facts = guess.facts[guess.unit_column]
        has_places = guess.name is not None or guess.code is not None
        about = f"{len(facts.names) or len(facts.codes)} places" if has_places else "one place"
        place = f"Sheet '{guess.sheet.name}'" if guess.sheet.name else "The file"
        span = sorted(guess.years.values()) or sorted(
            guess.facts[guess.year].years if guess.year is not None else ()
        )
        years = f", years {span[0]}–{span[-1]}" if span else ""
        found = [
            f"{place}: heading in row {guess.heading.row + 1}, {len(guess.lines)} lines, "
            f"{about} of level {guess.level}{years}."
        ]
        if values:
            known = sum(value.is_known for value in values)
            found.append(f"{len(values)} value columns, {known} of them known to the library.")
        return found
