"""``wenmai inspect``: draft what a file or a folder of files needs to become a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.sentences import Sentence, here, speaking

DRAFTS_OF_A_FOLDER = Sentence("entries.drafts_of_a_folder", "folder")
RUN_WITH_WRITE = Sentence("entries.run_with_write", "folder")
EXISTS_ALREADY = Sentence("entries.exists_already", "file")
NAME_ANOTHER_OR_FORCE = Sentence("entries.name_another_or_force")
READING_FILES = Sentence("entries.reading_files")
READING_FILE = Sentence("entries.reading_file")
AN_ENTRY = Sentence("entries.an_entry")
WRITTEN_TO = Sentence("entries.written_to", "file", "way_on")
CHECK_AND_TRY = Sentence("entries.check_and_try")

if TYPE_CHECKING:
    from wenmai.inspect import StudyDraft
    from wenmai.inspect.answers import Answers
    from wenmai.inspect.folder import Note
    from wenmai.sentences import Said


def inspect(
    file: Annotated[
        Path,
        typer.Argument(help="A table, a document, a Pajek file, or a folder of such files."),
    ],
    sheet: Annotated[
        str | None, typer.Option(help="Name of the sheet, or its number from 1.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Write the draft to this file; of a folder: into it."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing draft.")] = False,
) -> None:
    """Draft the source mapping of a table, or the whole study of a folder; say what is unsure.

    The draft goes to standard output and the rest to standard error, so that
    `wenmai inspect FILE > sources/my_file.yml` works too. Documents and networks give an entry for
    study.yml instead of a mapping.
    """
    from wenmai.cli.console import errors, near, output
    from wenmai.cli.options import settings_for
    from wenmai.errors import WenmaiError
    from wenmai.inspect import inspect_entry, inspect_file, inspect_folder, refusal, says
    from wenmai.inspect.answers import read_answers
    from wenmai.studies.reference import Reference
    from wenmai.whole_file import whole_file

    reference = Reference(settings_for().seeds_dir)
    if file.is_dir():
        if write is not None and write.resolve() != file.resolve():
            raise WenmaiError(
                DRAFTS_OF_A_FOLDER(folder=file),
                hint=RUN_WITH_WRITE(folder=file),
            )
        with errors().status(here(READING_FILES())):
            answers = read_answers(file, reference)
            found = inspect_folder(file, reference, answers.usable, speaking())
        print_study(found, answers, file, write=write is not None, force=force)
        return
    if write is not None and write.exists() and not force:
        raise WenmaiError(EXISTS_ALREADY(file=write), hint=NAME_ANOTHER_OR_FORCE())
    refused = refusal(file) if file.is_file() else None
    if refused is not None:
        raise refused
    with errors().status(here(READING_FILE())):
        is_whole = sheet is None and file.is_file()
        entry = inspect_entry(file, reference, name_in_study(file)) if is_whole else None
        if entry is not None:
            notes: tuple[Sequence[Said | str], Sequence[Said | str]]
            notes, text = (entry.understood, entry.doubts), entry.yaml(speaking())
            way_on = AN_ENTRY()
        else:
            pattern = pattern_for(file, write) if write else None
            draft = inspect_file(file, reference, sheet=sheet, file=pattern, language=speaking())
            notes, text = ([*draft.understood], [*draft.doubts]), draft.yaml
            way_on = CHECK_AND_TRY()
    print_notes(says.UNDERSTOOD(), notes[0], "[green]✓[/]")
    print_notes(says.TO_LOOK_AT(), notes[1], "[yellow]?[/]")
    if write is None:
        errors().print()
        output().out(text.rstrip("\n"), highlight=False)
        return
    with whole_file(write) as part:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
    errors().print()
    errors().print(WRITTEN_TO(file=near(write), way_on=way_on), markup=False)


def print_study(
    found: StudyDraft, answers: Answers, folder: Path, *, write: bool, force: bool
) -> None:
    """Print the drafts of a folder, or write those that nobody has changed, and the questions.

    Parameters
    ----------
    found : StudyDraft
    answers : Answers
        What was read from the workbook of questions.
    folder : Path
    write : bool
        Write into the folder instead of printing.
    force : bool
        Replace files that somebody has changed.
    """
    from wenmai.cli.console import errors, near, output
    from wenmai.inspect import says
    from wenmai.inspect.answers import write_questions
    from wenmai.inspect.stamp import is_untouched, stamped
    from wenmai.kit.answers_file import ANSWERS_FILE
    from wenmai.whole_file import whole_file

    language = speaking()
    asked = [question.asked for question in found.interview.open()]
    doubts = [note for note in found.doubts if note[1] not in asked]
    print_notes(says.UNDERSTOOD(), found.understood, "[green]✓[/]")
    print_notes(says.TO_LOOK_AT(), doubts, "[yellow]![/]")
    print_notes(
        says.TO_ANSWER(),
        [(question.file, question.asked) for question in found.interview.open()],
        "[bold yellow]?[/]",
    )
    print_notes(ANSWERS_FILE, answers.problems, "[red]✗[/]")
    console = errors()
    console.print()

    def tell(said: str) -> None:
        console.print(said, markup=False, soft_wrap=True)

    if answers.usable:
        tell(says.ANSWERS_TAKEN(n=len(answers.usable), file=ANSWERS_FILE))
    if not write:
        for name, text in found.files.items():
            output().out(f"# {name}\n{text}", highlight=False)
        tell(says.TO_WRITE(folder=near(folder)))
        return
    for name, text in found.files.items():
        target = folder / name
        is_kept = not force and target.exists() and not is_untouched(target)
        if not is_kept:
            with whole_file(target) as part:
                part.parent.mkdir(parents=True, exist_ok=True)
                part.write_text(stamped(text), encoding="utf-8")
        tell((says.KEPT_CHANGED if is_kept else says.WRITTEN)(file=near(target)))
    if found.interview.questions:
        target = folder / ANSWERS_FILE
        write_questions(target, found.interview.questions, answers.given, language)
        tell(says.WRITTEN(file=near(target)))
    needed, optional = found.interview.open(), found.interview.open(needed=False)
    if needed:
        tell(says.NEEDED_LEFT(n=len(needed), file=ANSWERS_FILE))
    if optional:
        tell(says.OPTIONAL_LEFT(n=len(optional), file=ANSWERS_FILE))
    if found.files and not needed:
        tell(says.THEN_CHECK())


def name_in_study(file: Path) -> str:
    """Return how a study names a file: from the folder of its study.yml, or that of its own folder.

    Parameters
    ----------
    file : Path

    Returns
    -------
    str

    Examples
    --------
    >>> name_in_study(Path("/in/a/links/cooperation.csv"))
    'links/cooperation.csv'
    """
    place = file.absolute()
    for folder in place.parents:
        if (folder / "study.yml").is_file():
            return place.relative_to(folder).as_posix()
    return f"{place.parent.name}/{place.name}"


def pattern_for(file: Path, write: Path) -> str | None:
    """Return how a mapping in a study folder names a file of the same folder.

    Parameters
    ----------
    file : Path
    write : Path
        Where the mapping goes: ``<study>/sources/<mapping>.yml``.

    Returns
    -------
    str or None
        None when the file does not lie in the study folder.

    Examples
    --------
    >>> pattern_for(Path("/in/a/tables/x.csv"), Path("/in/a/sources/x.yml"))
    'tables/x.csv'
    """
    study, place = write.absolute().parent.parent, file.absolute()
    return place.relative_to(study).as_posix() if place.is_relative_to(study) else None


def print_notes(title: str, notes: Sequence[str | Note], mark: str) -> None:
    """Print notes under a title on standard error, each with the file it is about."""
    from rich.markup import escape

    from wenmai.cli.console import bullets, errors, heading
    from wenmai.sentences import here

    said = []
    for note in notes:
        file, sentence = note if isinstance(note, tuple) else ("", note)
        said.append(f"{file}: {here(sentence)}" if file else here(sentence))
    if said:
        errors().print(
            heading(title), bullets((mark, escape(line)) for line in dict.fromkeys(said))
        )
