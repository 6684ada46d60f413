"""``python -m demo [FOLDER]``: write the demo's studies and their truth, by default in place."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from demo import liaoning, northeast, screen
from demo.faults import FaultLine
from demo.writing import write_csv


def main(arguments: Sequence[str]) -> None:
    """Write everything below a folder."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    truth = folder / "truth"
    faults = [
        *northeast.write(folder / "northeast", truth),
        *liaoning.write(folder / "liaoning", truth),
        *screen.write(folder / "screen", truth),
    ]
    heading = [column.name for column in fields(FaultLine)]
    write_csv(truth / "faults.csv", [heading, *(list(asdict(line).values()) for line in faults)])
    print(f"Wrote the studies northeast, liaoning and screen and their truth to {folder}.")


main(sys.argv[1:])
