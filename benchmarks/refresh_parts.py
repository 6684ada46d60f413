"""Refresh in this process and print, as JSON, the seconds of its steps and of their parts.

``python -X importtime -m benchmarks.refresh_parts HOME LANDING [force]``; `benchmarks/refresh.py`
adds up what the interpreter says of imports, in this process and in those of the Python models.
"""

import functools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wenmai.build import runner
from wenmai.build.execute import Execution
from wenmai.build.python_model import PythonModels
from wenmai.pipeline import RefreshRequest, refresh
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
# What is called inside the step "build", none within another, and the part that it belongs to.
PARTS: tuple[tuple[Any, str, str], ...] = (
    (runner, "compiled_project", "compiled project read"),
    (Execution, "_make", "SQL executed"),
    (Execution, "_check_contract", "contracts, comments, hashes"),
    (Execution, "_comment", "contracts, comments, hashes"),
    (Execution, "_content", "contracts, comments, hashes"),
    (Execution, "_commit", "commits"),
    (PythonModels, "hand_over", "handed to Python and back"),
    (PythonModels, "_take", "handed to Python and back"),
    (Execution, "test", "tests"),
)


def timed(function: Callable[..., Any], part: str, spent: Counter[str]) -> Callable[..., Any]:
    """Return a function that adds the seconds of its calls to a part."""

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[part] += time.perf_counter() - started

    return call


def main(home: str, landing: str, force: str = "") -> None:
    """Refresh with a watch on every part."""
    spent: Counter[str] = Counter()
    for owner, name, part in PARTS:
        setattr(owner, name, timed(getattr(owner, name), part, spent))
    settings = Settings(PROJECT_DIR, Path(home), (Path(landing),))
    done = refresh(settings, RefreshRequest(force=force == "force"))
    nodes = done.build.nodes if done.build else ()
    if nodes:
        of_python = (node.seconds for node in nodes if node.file.endswith(".py"))
        spent["Python side by side"] = sum(of_python)
    made = sum(node.status == "success" for node in nodes)
    print(json.dumps({"seconds": done.seconds, "made": made, "inside": spent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
