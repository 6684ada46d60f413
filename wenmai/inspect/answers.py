"""Questions as a workbook with one line each and lists to choose from, and the answers read back.

What was answered is kept as it was written, also where it cannot be used: nothing that a person
typed is lost when the workbook is written again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from wenmai.errors import Problem, ProblemsFound
from wenmai.inspect import says
from wenmai.inspect.asking import (
    COUNTRIES,
    LEAVE_OUT,
    NO_YEAR,
    OUTSIDE,
    OWN,
    OWN_UNITS,
    first_word,
)
from wenmai.inspect.bulletins import BULLETIN, BULLETIN_ANSWERS, LEAVE, TAKE
from wenmai.inspect.columns import number_of, year_of
from wenmai.inspect.questions import Key, Question
from wenmai.inspect.stated_units import split_unit
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.readers.source import open_heads
from wenmai.readers.text import cell_text
from wenmai.sentences import Said
from wenmai.studies.reference import Reference
from wenmai.whole_file import whole_file

_MOST_LINES = 20_000
# Both languages in the headings: the workbook goes to whoever knows the file.
_HEADINGS = {
    "needed": ("必答 Needed", 10),
    "file": ("文件 File", 24),
    "sheet": ("工作表 Sheet", 14),
    "asked": ("问题 Question", 52),
    "evidence": ("依据 Evidence", 44),
    "answer": ("回答 Answer", 30),
    "key": ("勿改 Keep", 8),
}
_NEEDED = {True: "必答 yes", False: "可选 no"}
# Kinds whose answer must be one of the choices; the others take any text that is understood.
_CLOSED = {"indicator", "index", "prefer", "type", "bulletins"}


@dataclass
class Answers:
    """What stands in the workbook.

    Parameters
    ----------
    given : dict
        Key of a question → what was written, usable or not.
    usable : dict
        The same, as far as it can be used.
    problems : list of Said
        What cannot be used, by row, and why.
    """

    given: dict[Key, str] = field(default_factory=dict)
    usable: dict[Key, str] = field(default_factory=dict)
    problems: list[Said] = field(default_factory=list)


def write_questions(
    target: Path, questions: Sequence[Question], given: Mapping[Key, str], language: str = "en"
) -> None:
    """Write the workbook: questions that need an answer first, then the others.

    Parameters
    ----------
    target : Path
        The file; it is replaced as a whole or not at all.
    questions : sequence of Question
        In the order of their files.
    given : mapping
        What was answered before.
    language : {'en', 'zh'}
        Of the questions.

    Raises
    ------
    WenmaiError
        When the file cannot be replaced, because a program holds it open.
    """
    with whole_file(target) as part:
        _write(part, questions, given, language)


def _write(
    part: Path, questions: Sequence[Question], given: Mapping[Key, str], language: str
) -> None:
    book = xlsxwriter.Workbook(part, {"strings_to_formulas": False, "strings_to_urls": False})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bg_color": "#D9E5F1", "valign": "top"})
    marked = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8D6"})
    sheet, lists = book.add_worksheet("待确认"), book.add_worksheet("选项")
    for column, (heading, width) in enumerate(_HEADINGS.values()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(len(_HEADINGS) - 1, len(_HEADINGS) - 1, 8, None, {"hidden": True})
    answer_column = list(_HEADINGS).index("answer")
    ordered = sorted(questions, key=lambda question: not question.is_needed)
    for row, question in enumerate(ordered, start=1):
        texts = {
            "needed": _NEEDED[question.is_needed],
            "file": question.file,
            "sheet": question.sheet,
            "asked": question.asked.text(language),
            "evidence": question.evidence,
            "answer": given.get(question.key, ""),
            "key": json.dumps(question.key, ensure_ascii=False),
        }
        for column, (name, text) in enumerate(texts.items()):
            sheet.write_string(row, column, text, marked if name == "answer" else wrapped)
        if question.choices:
            for position, choice in enumerate(question.choices):
                lists.write_string(row, position, choice)
            last = xlsxwriter.utility.xl_col_to_name(len(question.choices) - 1)
            sheet.data_validation(
                *(row, answer_column, row, answer_column),
                {
                    "validate": "list",
                    "source": f"=选项!$A${row + 1}:${last}${row + 1}",
                    "error_type": "stop" if question.kind in _CLOSED else "information",
                },
            )
    book.close()


def read_answers(folder: Path, reference: Reference) -> Answers:
    """Read what was answered in a study folder; nothing when there is no workbook.

    Parameters
    ----------
    folder : Path
        The study folder.
    reference : Reference
        To understand places and units of measure.

    Returns
    -------
    Answers

    Raises
    ------
    ProblemsFound
        When the workbook cannot be read, or its columns are gone.
    """
    path = folder / ANSWERS_FILE
    found = Answers()
    if not path.is_file():
        return found
    label = f"{folder.name}/{ANSWERS_FILE}"
    sheets = open_heads(path, label, _MOST_LINES)
    lines = [[cell_text(cell).strip() for cell in line] for line in sheets[0].lines()]
    heads = [
        {name: line.index(text) for name, (text, _) in _HEADINGS.items() if text in line}
        for line in lines[:20]
    ]
    top = next((row for row, head in enumerate(heads) if {"answer", "key"} <= head.keys()), None)
    if top is None:
        said = says.COLUMNS_GONE(answer=_HEADINGS["answer"][0], key=_HEADINGS["key"][0])
        raise ProblemsFound([Problem(label, "", said, says.WRITE_ANEW())])
    at = heads[top]
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        cells = [*line, *[""] * (max(at.values()) + 1 - len(line))]
        answer = cells[at["answer"]]
        if not answer:
            continue
        key = _key(cells[at["key"]])
        if key is None:
            found.problems.append(says.ROW_UNKNOWN(row=number, answer=answer))
            continue
        found.given[key] = answer
        wrong = _why_not(key[2], answer, reference)
        if wrong is None:
            found.usable[key] = answer
        else:
            found.problems.append(says.ROW_WRONG(row=number, answer=answer, reason=wrong))
    return found


def _key(text: str) -> Key | None:
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_key = isinstance(parts, list) and len(parts) == 4 and all(isinstance(p, str) for p in parts)
    return (parts[0], parts[1], parts[2], parts[3]) if is_key else None


def _why_not(kind: str, answer: str, reference: Reference) -> Said | None:
    """Return why an answer cannot be used, None when it can."""
    word, library = first_word(answer), reference.library
    is_dimension = word[:-1] in library.dimensions and word[-1:] in {"+", "-"}
    wrong: Said | None = None
    if (kind == "unit" and not reference.measures.known(answer)) or (
        kind == "quantity" and split_unit(answer, reference.measures)[1] is None
    ):
        wrong = says.NO_SUCH_UNIT()
    elif kind == "year" and word == NO_YEAR:
        return None
    elif kind in {"year", "date"} and year_of(word[:4] if kind == "date" else word) is None:
        wrong = says.NO_YEAR()
    elif kind == "place" and word in {OWN_UNITS, COUNTRIES}:
        return None
    elif kind == "place" and len(reference.units.resolve(answer).candidates) != 1:
        wrong = says.NO_PLACE(n=len(reference.units.resolve(answer).candidates))
    elif kind == BULLETIN and answer not in BULLETIN_ANSWERS and number_of(answer) is None:
        wrong = says.NO_BULLETIN_ANSWER(take=TAKE, leave=LEAVE)
    elif (kind == "indicator" and word not in {OWN, LEAVE_OUT} and word not in library) or (
        kind == "index" and word != OUTSIDE and not is_dimension
    ):
        wrong = says.NO_CHOICE()
    return wrong
