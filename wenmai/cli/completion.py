"""``wenmai completion``: what lets a shell complete commands and options."""

from enum import StrEnum
from typing import Annotated

import typer

# what the script sets when it asks
COMPLETING = "_WENMAI_COMPLETE"


class Shell(StrEnum):
    """Shells that can complete."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"
    pwsh = "pwsh"


def completion(name: Annotated[Shell, typer.Argument(metavar="SHELL")]) -> None:
    """Print what completes commands in a shell; no file is changed."""
    from typer.completion import get_completion_script

    script = get_completion_script(prog_name="wenmai", complete_var=COMPLETING, shell=name.value)
    typer.echo(script)
