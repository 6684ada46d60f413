"""``wenmai check``: validate the studies without building anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from wenmai.cli.options import AsJson, Landing, Studies
from wenmai.sentences import Sentence, in_both, several

if TYPE_CHECKING:
    from wenmai.errors import Problem
    from wenmai.studies.study import Study

NO_PROBLEMS = Sentence("cli.no_problems", "studies")
COLUMNS = several(
    *("cli.column_of_check", "study", "name", "units", "indicators", "sources", "files", "years")
)


def check(study: Studies = None, landing: Landing = None, *, json: AsJson = False) -> None:
    """Validate every study folder, open its files, and list all problems at once."""
    from wenmai.cli.console import bullets, output, print_rows
    from wenmai.cli.options import settings_for
    from wenmai.cli.summary import not_read
    from wenmai.errors import ProblemsFound
    from wenmai.studies.load import load_each
    from wenmai.studies.opened import answers_waiting, open_files, open_unsound
    from wenmai.studies.reference import Reference
    from wenmai.words import STUDIES

    settings = settings_for(landing)
    studies, wrong = load_each(settings.landing, only=study)
    console = output()
    unsound, seen = open_unsound(wrong, Reference(settings.seeds_dir))
    problems, found = open_files(studies)
    folders = [*(one.folder for one in studies), *(one.folder for one in wrong)]
    notes: list[str] = [*answers_waiting(folders), *seen, *found]
    problems = unsound + problems
    if json:
        write_json(studies, problems, [*notes, *not_read(settings)])
        raise typer.Exit(1 if problems else 0)
    if problems:
        console.print(bullets(("[yellow]![/]", note) for note in notes))
        raise ProblemsFound(problems)
    console.print(NO_PROBLEMS(studies=STUDIES(len(studies))))
    columns = [name() for name in COLUMNS.values()]
    print_rows(
        console,
        columns,
        [
            (
                item.code,
                item.config.name.zh,
                len(item.unit_codes),
                len(item.indicators),
                len(item.sources),
                len(item.files),
                item.config.years.text,
            )
            for item in studies
        ],
        right=columns[2:6],
        keep=[columns[0], columns[-1]],
    )
    notes += not_read(settings)
    if notes:
        console.print(bullets(("[yellow]![/]", note) for note in notes))


def write_json(studies: Sequence[Study], problems: Sequence[Problem], notes: Sequence[str]) -> None:
    """Write studies, problems and notes for other programs, sentences in both languages."""
    from wenmai.cli import as_json

    as_json.write(
        {
            "studies": [
                {
                    "study_code": item.code,
                    "name_zh": item.config.name.zh,
                    "name_en": item.config.name.english,
                    "units": len(item.unit_codes),
                    "indicators": len(item.indicators),
                    "sources": len(item.sources),
                    "files": len(item.files),
                    "first_year": item.config.years.first,
                    "last_year": item.config.years.last,
                }
                for item in studies
            ],
            "problems": [
                {
                    "file": one.file,
                    "key": one.key,
                    "message": in_both(one.message),
                    "way_out": in_both(one.suggestion),
                }
                for one in problems
            ],
            "notes": [in_both(note) for note in notes],
        }
    )
