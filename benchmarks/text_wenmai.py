"""The project's segmentation and its compiled TF-IDF on a corpus, in a process of its own."""

import json
import sys
import time
from pathlib import Path

import duckdb

from benchmarks import measure
from wenmai.text.batches import SegmenterSpec
from wenmai.text.incremental import segment_new_texts

SEGMENTED = "intermediate.int_text__segmented_texts"


def read_plan(path: Path) -> tuple[SegmenterSpec, dict[str, list[str]]]:
    """Return the segmenter and the statements that benchmarks.text wrote."""
    plan = json.loads(path.read_text(encoding="utf-8"))
    return SegmenterSpec(plan["domain_terms"], tuple(plan["stop_words"])), plan["statements"]


def work(plan: Path, corpus: Path, database: Path, workers: int | None) -> None:
    """Segment the texts that the database does not know yet and weigh all terms anew.

    The seconds of both steps are written beside the database.
    """
    spec, statements = read_plan(plan)
    is_new = not database.exists()
    with duckdb.connect(str(database)) as con:
        con.execute("set memory_limit = '4GB'")
        con.execute(f"create or replace view corpus as from '{corpus}'")
        for statement in statements["prepare"]:
            con.execute(statement.replace("CORPUS", str(corpus)))
        known = (
            "" if is_new else f"where content_hash not in (select content_hash from {SEGMENTED})"
        )
        started = time.perf_counter()
        new = con.sql(
            f"select content_hash, text, length(text) as n_characters from corpus {known}"
        )
        segment_new_texts(con, new, spec, workers)
        verb = f"create table {SEGMENTED} as" if is_new else f"insert into {SEGMENTED}"
        con.execute(f"{verb} from segmented_texts_new")
        con.execute(
            f"delete from {SEGMENTED} where content_hash not in (select content_hash from corpus)"
        )
        segmented = time.perf_counter()
        for statement in statements["models"]:
            con.execute(statement)
    steps = {"segmentation": segmented - started, "tfidf": time.perf_counter() - segmented}
    database.with_suffix(".json").write_text(json.dumps(steps), encoding="utf-8")


if __name__ == "__main__":
    plan, corpus, database = (Path(argument) for argument in sys.argv[1:4])
    most = int(sys.argv[4]) if len(sys.argv) > 4 else None
    measure.report(lambda: work(plan, corpus, database, most))
