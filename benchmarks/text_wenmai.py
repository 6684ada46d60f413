"""A refresh of a landing folder, and all TF-IDF weights of it as Parquet, in its own process."""

import json
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb

from benchmarks import measure
from wenmai.pipeline import RefreshRequest, RefreshResult, refresh
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
NODES = {
    "segmentation": "int_text__segmented_texts",
    "terms": "int_text__document_terms",
    "frequencies": "int_text__term_frequencies",
}
_SECONDS_BETWEEN_LOOKS = 0.5


class ChildrenWatch(threading.Thread):
    """Looks now and then at how much memory the child processes have taken at most, together.

    What the system says of ended children (getrusage) will not do: it begins with the size of the
    parent. Where there is no /proc the answer stays 0.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
            self.peak_mb = max(self.peak_mb, sum(map(_peak_mb_of, _children())))

    def end(self) -> float:
        """Stop looking; return the peak in MB."""
        self._ended.set()
        self.join()
        return self.peak_mb


def _children() -> list[str]:
    numbers: list[str] = []
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            numbers += path.read_text(encoding="ascii").split()
    return numbers


def _peak_mb_of(process: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def write_weights(settings: Settings, weights: Path) -> None:
    """Write every term of every document, how often it occurs, and its weight."""
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        con.execute(f"""
            copy (select document_id, term, term_count, tfidf from marts.fct_document_terms)
            to '{weights}' (format parquet)
        """)


def node_seconds(result: RefreshResult) -> dict[str, float]:
    """Return what the steps from texts to document frequencies took."""
    assert result.build is not None, "nothing was built: the landing folder has not changed"
    seconds = {node.name: node.seconds for node in result.build.nodes}
    return {step: seconds[name] for step, name in NODES.items()}


def work(home: Path, landing: Path, weights: Path) -> None:
    """Refresh, write all weights, and write beside them what each step cost."""
    settings = Settings(project_dir=PROJECT_DIR, home=home, landing=(landing,))
    watch = ChildrenWatch()
    watch.start()
    started = time.perf_counter()
    result = refresh(settings, RefreshRequest(publish=False))
    refreshed = time.perf_counter()
    write_weights(settings, weights)
    ended = time.perf_counter()
    said = {
        "seconds": node_seconds(result)
        | {"weights": ended - refreshed, "refresh": refreshed - started},
        "children_mb": watch.end(),
    }
    weights.with_suffix(".json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:4]]
    measure.report(lambda: work(*paths))
