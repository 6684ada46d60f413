"""``wenmai init``: a folder for a warehouse of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from wenmai.sentences import Sentence, here

MADE = Sentence("cli.init_made", "home")
DEMO = Sentence("cli.init_demo", "studies")
NEXT = Sentence("cli.init_next")
FILES = Sentence("cli.init_files")


def init(
    folder: Annotated[Path, typer.Argument()] = Path(),
    demo: Annotated[bool, typer.Option("--demo")] = False,
) -> None:
    """Make a folder with all that a warehouse needs; nothing that is there is changed.

    Every command works on the warehouse at or above the current folder.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.new_home import make_home
    from wenmai.settings import Settings

    home = folder.expanduser().resolve()
    studies = make_home(home, demo=Settings.from_env().project_dir / "demo" if demo else None)
    console = output()
    console.print(MADE(home=near(home)), markup=False, soft_wrap=True)
    if studies:
        console.print(DEMO(studies=", ".join(studies)), markup=False)
    steps = [] if home == Path.cwd() else [f'cd "{near(home)}"']
    if not studies:
        steps += [
            f"mkdir landing/my_study   # {here(FILES())}",
            "wenmai inspect landing/my_study --write landing/my_study",
        ]
    console.print(NEXT())
    for step in [*steps, "wenmai refresh"]:
        console.print(f"  {step}", markup=False, soft_wrap=True)
