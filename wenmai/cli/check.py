"""``wenmai check``: validate the studies without building anything."""

from wenmai.cli.options import Landing, Studies
from wenmai.sentences import Sentence, several

NO_PROBLEMS = Sentence("cli.no_problems", "studies")
COLUMNS = several(
    *("cli.column_of_check", "study", "name", "units", "indicators", "sources", "files", "years")
)


def check(study: Studies = None, landing: Landing = None) -> None:
    """Validate every study folder, open its files, and list all problems at once."""
    from wenmai.cli.console import bullets, output, table
    from wenmai.cli.options import settings_for
    from wenmai.cli.summary import not_read
    from wenmai.errors import ProblemsFound
    from wenmai.studies.load import load_each
    from wenmai.studies.opened import answers_waiting, open_files
    from wenmai.words import STUDIES

    settings = settings_for(landing)
    studies, wrong = load_each(settings.landing, only=study)
    console = output()
    problems, found = open_files(studies)
    folders = [*(one.folder for one in studies), *(one.folder for one in wrong)]
    notes: list[str] = [*answers_waiting(folders), *found]
    problems = [problem for each in wrong for problem in each.problems] + problems
    if problems:
        console.print(bullets(("[yellow]![/]", note) for note in notes))
        raise ProblemsFound(problems)
    console.print(NO_PROBLEMS(studies=STUDIES(len(studies))))
    columns = [name() for name in COLUMNS.values()]
    console.print(
        table(
            columns,
            [
                (
                    item.code,
                    item.config.name.zh,
                    len(item.unit_codes),
                    len(item.indicators),
                    len(item.sources),
                    len(item.files),
                    f"{item.config.years.first}–{item.config.years.last}",
                )
                for item in studies
            ],
            right=columns[2:6],
            keep=[columns[0], columns[-1]],
        )
    )
    notes += not_read(settings)
    if notes:
        console.print(bullets(("[yellow]![/]", note) for note in notes))
