"""What a file does not say and a person has to: questions, and the answers given to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenmai.sentences import Said

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Question:
    """Something that a person decides.

    Parameters
    ----------
    file, sheet : str
        Where it came up; the file as the study names it.
    kind : str
        What is asked for: unit, indicator, index, year, place, type, date, prefer, years, bulletin.
    name : str
        What it is asked about: a heading, an indicator; empty for a whole table.
    asked : Said
        The question.
    evidence : str
        What the file shows: headings, first values.
    choices : tuple of str
        What can be answered; the word before the first blank counts.
    is_needed : bool
        Nothing is loaded until it is answered; else the draft already has a safe answer.
    """

    file: str
    sheet: str
    kind: str
    name: str
    asked: Said
    evidence: str = ""
    choices: tuple[str, ...] = ()
    is_needed: bool = True

    @property
    def key(self) -> Key:
        """What makes it the same question when it is asked again."""
        return (self.file, self.sheet, self.kind, self.name)


@dataclass
class Interview:
    """Asks questions, and takes the answers that are there already.

    Parameters
    ----------
    answers : mapping
        Key of a question → what was answered.
    """

    answers: Mapping[Key, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> str | None:
        """Return the answer, or None while there is none; the question is kept either way."""
        if all(question.key != other.key for other in self.questions):
            self.questions.append(question)
        return self.answers.get(question.key)

    def open(self, *, needed: bool = True) -> list[Question]:
        """Return the questions without an answer."""
        return [
            question
            for question in self.questions
            if question.key not in self.answers and question.is_needed == needed
        ]
