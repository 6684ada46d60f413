"""Read 25 million values from one CSV of some 190 MB, and say what the ingest takes.

``python -m benchmarks records`` writes 2,500 counties x 100 years x 100 indicators, a column for
each, and reads them into schema raw, in a process of its own; nothing is built or published.
Prints seconds, those of the processors of all processes, and the most memory of the family.
"""

import tempfile
from pathlib import Path

from benchmarks.load import refreshed, write_study

SIZE, QUICK_SIZE = (2_500, 100, 100), (60, 20, 10)
TARGET_SECONDS = 45.0
CODE = """
import json, os, resource, sys
from pathlib import Path
from wenmai.ingest import ingest
from wenmai.readers.apart import end_readers
from wenmai.settings import Settings
from wenmai.studies import load_studies
home, landing, project = map(Path, sys.argv[1:])
settings = Settings(project, home, (landing,), memory_limit=os.environ.get("WENMAI_MEMORY_LIMIT"))
done = ingest(settings, load_studies(settings), release_id="records")
end_readers()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "cpu": sum(one.ru_utime + one.ru_stime for one in used),
    "records": done.records,
    "bytes": done.bytes_read,
    "seconds": done.seconds,
}))
"""


def main(quick: bool) -> None:
    """Read the file and print what it cost."""
    size = QUICK_SIZE if quick else SIZE
    with tempfile.TemporaryDirectory() as place:
        write_study(Path(place) / "landing/counties", *size)
        cost = refreshed(Path(place) / "home", Path(place) / "landing", CODE)
    print(
        f"{cost['records']:,} records of {cost['bytes'] / 1e6:.0f} MB: {cost['seconds']:.1f} s,"
        f" {cost['cpu']:.1f} s of processor, {cost['mb']:,.0f} MB at most"
    )
    verdict = "met" if cost["seconds"] <= TARGET_SECONDS else "missed"
    print(f"  target: {TARGET_SECONDS:.0f} s: {verdict}")
