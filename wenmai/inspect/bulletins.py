"""Statistical bulletins of a folder: values are asked about, what is confirmed becomes a table.

Nothing enters a study before a person confirmed it in the workbook of questions, value by value or
with one rule for the study.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect import says
from wenmai.inspect.bulletin_values import Candidate, bulletin_values, title_of
from wenmai.inspect.columns import number_of
from wenmai.inspect.drafted import Draft
from wenmai.inspect.meaning import Vocabulary
from wenmai.inspect.questions import Interview, Question
from wenmai.inspect.write import MappingText
from wenmai.kit.mapping import mapping_from_text
from wenmai.readers.document_text import read_document_apart
from wenmai.sentences import Said
from wenmai.studies.reference import Reference

BULLETIN, TAKE, LEAVE = "bulletin", "采用", "不采用"
BULLETIN_ANSWERS = (TAKE, LEAVE)
ONE_BY_ONE, ALL = "逐条", "全部"
BULLETINS_CODE, BULLETINS_FILE = "tongjigongbao", "统计公报.csv"
# A file, or its folder, is called so.
EXAMPLE = "沈阳市2023年国民经济和社会发展统计公报"
_WORDS = ("统计公报", "公报", "bulletin", "统计快报")
_HEADINGS = ("地区", "年份", "指标", "数值", "单位", "同比增长(%)", "文件", "原文")


@dataclass
class Bulletins:
    """What the bulletins of a folder say.

    Parameters
    ----------
    read : set of Path
        The files that are bulletins.
    draft : Draft or None
        Mapping of the table of confirmed values; None while there is none.
    table : str
        That table.
    understood, doubts : list of (str, Said)
        With the file that each is about.
    """

    read: set[Path] = field(default_factory=set)
    draft: Draft | None = None
    table: str = ""
    understood: list[tuple[str, Said | str]] = field(default_factory=list)
    doubts: list[tuple[str, Said | str]] = field(default_factory=list)


def read_bulletins(
    folder: Path, paths: Sequence[Path], reference: Reference, interview: Interview
) -> Bulletins:
    """Read the bulletins among some documents, ask about their values, and take the answers.

    Parameters
    ----------
    folder : Path
        The study folder.
    paths : sequence of Path
        Documents in it: text, web pages, PDF, Word.
    reference : Reference
    interview : Interview
        Takes a question per value, and one for all of them.

    Returns
    -------
    Bulletins
    """
    found = Bulletins()
    vocabulary = Vocabulary(reference.library, reference.measures)
    stated: list[tuple[str, Candidate]] = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if not any(word in name.lower() for word in _WORDS):
            continue
        try:
            text = read_document_apart(path).text
        except WenmaiError as error:
            found.doubts.append((name, says.LEFT_OUT(reason=error.said())))
            continue
        title = title_of(path.stem, text, reference.units)
        if title is None:
            found.doubts.append((name, says.BULLETIN_UNCLEAR(example=EXAMPLE)))
            continue
        found.read.add(path)
        candidates = bulletin_values(text, title, vocabulary, reference.units)
        stated += [(name, one) for one in candidates]
    if found.read:
        _ask(found, stated, reference, interview)
    return found


def _ask(
    found: Bulletins,
    stated: Sequence[tuple[str, Candidate]],
    reference: Reference,
    interview: Interview,
) -> None:
    rule = interview.ask(
        Question(
            *("", "", "bulletins", ""),
            asked=says.BULLETIN_RULE(n=len(stated)),
            choices=(f"{ONE_BY_ONE} 逐条确认", f"{ALL} 采用全部无矛盾的候选值"),
            is_needed=False,
        )
    )
    takes_all = (rule or "").startswith(ALL)
    cells = Counter(_cell(one) for _, one in stated)
    taken: list[tuple[str, Candidate, str]] = []
    n_open = 0
    for file, one in stated:
        question = _question(file, one, reference)
        # two values for one cell: a rule cannot choose between them
        answer = interview.ask(question) or (TAKE if takes_all and cells[_cell(one)] == 1 else "")
        if answer == TAKE or number_of(answer) is not None:
            taken.append((file, one, one.value if answer == TAKE else answer))
        n_open += not answer
    found.understood.append(
        ("", says.BULLETINS(n=len(found.read), found=len(stated), taken=len(taken), open=n_open))
    )
    if taken:
        found.table = _table(taken, reference)
        found.draft = _draft(taken, reference)


def _cell(one: Candidate) -> tuple[str, str, int]:
    return one.indicator.indicator_code, one.place, one.year


def _question(file: str, one: Candidate, reference: Reference) -> Question:
    asked = says.BULLETIN_VALUE(
        place=reference.units[one.place].name_zh,
        year=one.year,
        name=one.indicator.name_zh,
        value=one.value,
        unit=one.unit,
        growth=says.BULLETIN_GROWTH(growth=one.growth) if one.growth else "",
    )
    return Question(
        *(file, "", BULLETIN, f"{one.indicator.indicator_code} {one.year} {one.value}"),
        asked=asked,
        evidence=one.sentence,
        choices=BULLETIN_ANSWERS,
        is_needed=False,
    )


def _table(taken: Sequence[tuple[str, Candidate, str]], reference: Reference) -> str:
    """Write the confirmed values, each with the sentence that states it."""
    written = io.StringIO()
    # a mark of its encoding, or Excel shows other signs
    written.write("\ufeff")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_HEADINGS)
    for file, one, value in taken:
        place, name = reference.units[one.place].name_zh, one.indicator.name_zh
        table.writerow((place, one.year, name, value, one.unit, one.growth, file, one.sentence))
    return written.getvalue()


def _draft(taken: Sequence[tuple[str, Candidate, str]], reference: Reference) -> Draft:
    levels = Counter(reference.units[one.place].unit_level for _, one, _ in taken)
    names = {one.indicator.name_zh: one.indicator.indicator_code for _, one, _ in taken}
    text = MappingText()
    text.add("file", BULLETINS_FILE)
    text.add("encoding", "utf-8")
    text.add("level", levels.most_common(1)[0][0])
    text.add("unit", {"name": _HEADINGS[0]})
    text.add("indicator_from", {"column": _HEADINGS[2]})
    text.add_names("indicators", dict(sorted(names.items())))
    text.add("year", {"column": _HEADINGS[1]})
    text.add_list("values", [({"column": _HEADINGS[3], "unit": {"column": _HEADINGS[4]}}, "")])
    text.add("stop_at", ["^# wenmai "])
    yaml = text.text()
    return Draft(
        yaml,
        mapping_from_text(yaml, BULLETINS_FILE, BULLETINS_CODE),
        *((), ()),
        years=frozenset(one.year for _, one, _ in taken),
        places=frozenset(one.place for _, one, _ in taken),
    )
