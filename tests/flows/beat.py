"""A flow so small that only the schedule is tried: it leaves a line in a file."""

import os
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow


@flow(name="beat")
def beat(trigger: str = "schedule") -> None:
    """Write who asked and when."""
    with Path(os.environ["BEAT_FILE"]).open("a") as stream:
        stream.write(f"{trigger} {datetime.now(UTC).isoformat()}\n")
