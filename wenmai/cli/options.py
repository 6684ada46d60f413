"""Options that several commands share, and the settings they lead to."""

from pathlib import Path
from typing import Annotated

import typer

from wenmai.settings import Settings

Studies = Annotated[
    list[str] | None,
    typer.Option("--study", metavar="CODE"),
]
AsJson = Annotated[bool, typer.Option("--json")]
Landing = Annotated[
    list[Path] | None,
    typer.Option(
        "--landing",
        metavar="DIR",
    ),
]


def settings_for(landing: list[Path] | None = None) -> Settings:
    """Return the settings of the environment, with other landing folders when some are given."""
    settings = Settings.from_env()
    return settings.with_landing(*landing) if landing else settings
