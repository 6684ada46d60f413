"""``wenmai report``: the brief of a study for a leader or a bureau."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wenmai.sentences import Sentence

WRITTEN = Sentence("report.written", "study", "file")


class Language(StrEnum):
    """In which a brief is written."""

    zh = "zh"
    en = "en"


class Reader(StrEnum):
    """Who reads it."""

    leader = "leader"
    bureau = "bureau"


def report(
    study: Annotated[str, typer.Argument()],
    file: Annotated[Path, typer.Argument()],
    unit: Annotated[str | None, typer.Option("--unit", "-u")] = None,
    reader: Annotated[Reader, typer.Option("--for")] = Reader.leader,
    language: Annotated[Language | None, typer.Option("--language", "-l")] = None,
) -> None:
    """Write the brief of a study: findings, pictures, tables, how sure they are, method, sources.

    The file ends in .docx, .html or .pdf.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for
    from wenmai.cli.serving import opened
    from wenmai.report.write import write_brief
    from wenmai.sentences import speaking

    spoken = language.value if language else speaking()
    with opened(settings_for()) as connection:
        write_brief(connection, study, file, language=spoken, reader=reader.value, unit=unit)
    output().print(WRITTEN(study=study, file=near(file)), markup=False)
