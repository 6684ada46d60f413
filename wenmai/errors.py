"""Errors that a user reads: one clear sentence and the way out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wenmai.sentences import InBoth, Said, Sentence, after_another, in_language, joined
from wenmai.words import PROBLEMS

FOUND = Sentence("errors.found", "problems")
PROBLEM = Sentence("errors.problem", "place", "message")
PROBLEM_AND_WAY_OUT = Sentence("errors.problem_and_way_out", "place", "message", "way_out")
KEY = Sentence("errors.key", "file", "key")
OF_STUDY = Sentence("errors.of_study", "study", "reason")
CANNOT_BE_MADE = Sentence("errors.cannot_be_made", "what", "kind", "error")


class WenmaiError(Exception):
    """An error whose message is meant for the user.

    Parameters
    ----------
    message : str
        One sentence that names the file, row or key; :class:`~wenmai.sentences.Said`, so that it
        can be shown in both languages.
    hint : str, optional
        The way out, as an instruction.

    Examples
    --------
    >>> str(WenmaiError("No study in landing/.", hint="Put a folder with a study.yml there."))
    'No study in landing/. Put a folder with a study.yml there.'
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}" if hint else message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it was made from, not the sentence: it comes out of other processes."""
        return type(self), (self.message, self.hint)

    def said(self) -> Said:
        """Return message and way out as a part of another sentence."""
        return InBoth(self.text("zh"), self.text("en"))

    def text(self, language: str = "en") -> str:
        """Return message and way out in one language."""
        between = " " if language == "en" else ""
        parts = [self.message, self.hint] if self.hint else [self.message]
        return between.join(in_language(part, language) for part in parts)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file, with the place and the way out.

    Parameters
    ----------
    file : str
        Path as the user knows it, relative to the landing folder.
    key : str
        Where in the file: a YAML key (``indicators[2].unit``), a row, a sheet; may be empty.
    message : str
        What is wrong, as a sentence.
    suggestion : str, optional
        What to do, as a sentence.

    Examples
    --------
    >>> print(Problem("northeast/study.yml", "years.first", "2030 is after years.last 2024."))
    northeast/study.yml: years.first: 2030 is after years.last 2024.
    """

    file: str
    key: str
    message: str
    suggestion: str = ""

    def said(self) -> Said:
        """Return the problem as one sentence."""
        place = KEY(file=self.file, key=self.key) if self.key else self.file
        if not self.suggestion:
            return PROBLEM(place=place, message=self.message)
        return PROBLEM_AND_WAY_OUT(place=place, message=self.message, way_out=self.suggestion)

    def __str__(self) -> str:
        return str(self.said())


class ProblemsFound(WenmaiError):
    """Several problems found in one go, all of them listed.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        listed = (joined(["  ", problem.said()], "") for problem in self.problems)
        super().__init__(joined([FOUND(problems=PROBLEMS(len(self.problems))), *listed]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems."""
        return type(self), (self.problems,)


class UnfitStudies(WenmaiError):
    """What went wrong with single studies only: the others can do without them.

    Parameters
    ----------
    reasons : mapping
        A sentence for each study's code.

    Examples
    --------
    >>> str(UnfitStudies({"east": "Its workbook cannot be written."}))
    'Study east: Its workbook cannot be written.'
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        said = [OF_STUDY(study=code, reason=text) for code, text in self.reasons.items()]
        super().__init__(after_another(said))

    def __reduce__(self) -> tuple[type["UnfitStudies"], tuple[dict[str, str]]]:
        """Come back whole from another process."""
        return UnfitStudies, (self.reasons,)


# Of disk and memory, no study's fault; DuckDB's own are no OSError.
_OF_THE_MACHINE = {"IOException", "OutOfMemoryException", "InterruptException"}


@contextmanager
def of_study(reasons: dict[str, str], code: str | None, what: str) -> Iterator[None]:
    """Note a failure under the study that it belongs to, and go on.

    Parameters
    ----------
    reasons : dict
        Gets a sentence under the study's code.
    code : str or None
        None when what is done belongs to no study: a failure is raised as it is.
    what : str
        What is done, as the subject of the sentence.

    Examples
    --------
    >>> reasons = {}
    >>> with of_study(reasons, "east", "Its workbook"):
    ...     raise ValueError("no number")
    >>> reasons
    {'east': 'Its workbook cannot be made (ValueError: no number).'}
    """
    try:
        yield
    except (OSError, MemoryError):
        raise
    except Exception as error:
        if code is None or type(error).__name__ in _OF_THE_MACHINE:
            raise
        said = error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)
        reasons[code] = CANNOT_BE_MADE(what=what, kind=type(error).__name__, error=said)
