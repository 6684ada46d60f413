"""``wenmai init``: a folder for a warehouse of one's own."""

from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(help="It is made when it is not there.")] = Path(),
    demo: Annotated[
        bool, typer.Option("--demo", help="Put the demo studies (synthetic data) into landing/.")
    ] = False,
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
    console.print(f"{near(home)} is a warehouse now.", markup=False, soft_wrap=True)
    if studies:
        console.print(f"Its landing/ holds the demo studies {', '.join(studies)}.", markup=False)
    steps = [] if home == Path.cwd() else [f'cd "{near(home)}"']
    if not studies:
        steps += [
            "mkdir landing/my_study   # and put your files there",
            "wenmai inspect landing/my_study --write landing/my_study",
        ]
    console.print("Next:")
    for step in [*steps, "wenmai refresh"]:
        console.print(f"  {step}", markup=False, soft_wrap=True)
