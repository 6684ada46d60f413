"""Segmentation and TF-IDF of a corpus against a plain script; memory; one document in a hundred.

The corpus comes from the demo's grammar. Both sides read the same Parquet file and must say the
same: every term of every document, how often, and its weight to 1e-12. The plain script is jieba
and scikit-learn in one process with the same dictionary. Our side is what a refresh runs: the
segmenter in as many processes as there are processors, and the compiled models of the TF-IDF.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.index_sql import verdict
from benchmarks.measure import Measured, run
from tests.support.compiled_models import CompiledModels
from wenmai.text.segmentation import Segmenter

PROJECT_DIR = Path(__file__).resolve().parents[1]
DOCUMENTS = 20_000
CHANGED_EVERY = 100
TARGET_RATIO, TARGET_SHARE, TARGET_MEMORY = 1.8, 0.05, 2.0
SEEDS = PROJECT_DIR / "seeds" / "text"
WANTED = "fct_document_terms"


def write_plan(path: Path, scratch: Path) -> str:
    """Write dictionary, stop words and statements for both sides; return the name of the result."""
    models = CompiledModels.compile(PROJECT_DIR, scratch)
    terms = dict(
        duckdb.sql(f"select term, frequency from read_csv('{SEEDS}/domain_terms.csv')").fetchall()
    )
    stop_words = [
        word
        for (word,) in duckdb.sql(
            f"select stop_word from read_csv('{SEEDS}/stop_words.csv', all_varchar = true)"
        ).fetchall()
    ]
    segmenter = Segmenter(terms, stop_words)
    inputs = {
        "int_text__documents": "select *, true as is_usable from read_parquet('CORPUS')",
        "int_text__segmentation": f"select '{segmenter.segmentation_hash}' as segmentation_hash",
        "int_text__segmented_texts": "",
    }
    order = models.plan(inputs, [WANTED])
    schemas = {models.nodes[name].schema for name in [*inputs, *(node.name for node in order)]}
    prepare = [f"create schema if not exists {schema}" for schema in sorted(schemas)]
    prepare += [
        f"create or replace view {models.nodes[name].relation} as {query}"
        for name, query in inputs.items()
        if query
    ]
    statements = {
        "prepare": prepare,
        "models": [f"create or replace table {node.relation} as {node.code}" for node in order],
    }
    plan = {
        "domain_terms": terms,
        "stop_words": stop_words,
        "frequencies": segmenter.frequencies,
        "statements": statements,
    }
    path.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    return models.nodes[WANTED].relation


def make_corpus(path: Path, *numbers: int) -> None:
    """Write a corpus in a process of its own, so that its memory is gone afterwards."""
    arguments = [str(path), *map(str, numbers)]
    subprocess.run([sys.executable, "-m", "benchmarks.text_corpus", *arguments], check=True)


def largest_difference(database: Path, relation: str, result: Path) -> tuple[float, int, int]:
    """Return how far weights lie apart at most, how many rows differ otherwise, and how many."""
    with duckdb.connect(str(database), read_only=True) as con:
        found = con.execute(f"""
            select
                max(abs(ours.tfidf - theirs.tfidf)),
                count(*) filter (ours.term_count is distinct from theirs.term_count),
                count(*)
            from {relation} as ours
            full join '{result}' as theirs using (document_id, term)
        """).fetchone()
    assert found is not None and found[2] > 0, "nothing to compare"
    return found


def line(name: str, measured: Measured, ours: Measured) -> None:
    print(
        f"  {name:<10} {measured.seconds:7.2f} s   {measured.seconds / ours.seconds:5.2f} x the"
        f" time   {measured.peak_mb:6.0f} MB"
    )


def main(quick: bool = False) -> None:
    """Print times, memory and ratios of one run."""
    count, times = (DOCUMENTS // 10, 1) if quick else (DOCUMENTS, 3)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plan, corpus = folder / "plan.json", folder / "corpus.parquet"
        relation = write_plan(plan, folder / "dbt")
        make_corpus(corpus, count)
        print(f"Segmentation and TF-IDF of {count:,} documents")
        databases = compare(folder, plan, times)
        result = folder / "plain.parquet"
        apart, differing, rows = largest_difference(databases[0], relation, result)
        verdict(
            f"equal to 1e-12 in {rows:,} rows (at most {apart:.1e}, {differing} counts differ)",
            apart < 1e-12 and differing == 0,
        )
        refresh_changed(folder, plan, count, databases)
        grow(folder, plan, count)


def compare(folder: Path, plan: Path, times: int) -> list[Path]:
    """Time both sides in rounds; return our databases."""
    databases, ours, plain = [], [], []
    for number in range(times):
        databases.append(folder / f"round_{number}" / "wenmai.duckdb")
        databases[-1].parent.mkdir()
        inputs = (str(plan), str(folder / "corpus.parquet"))
        ours.append(run("benchmarks.text_wenmai", *inputs, str(databases[-1])))
        plain.append(run("benchmarks.text_plain", *inputs, str(folder / "plain.parquet")))
    best, other = (min(found, key=lambda cost: cost.seconds) for found in (ours, plain))
    line("wenmai", best, best)
    line("plain", other, best)
    ratio = other.seconds / best.seconds
    verdict(f"{TARGET_RATIO} times faster than the plain script", ratio >= TARGET_RATIO)
    return databases


def refresh_changed(folder: Path, plan: Path, count: int, databases: Sequence[Path]) -> None:
    """Time the same work when one document in a hundred has changed."""
    changed = folder / "changed.parquet"
    make_corpus(changed, count, CHANGED_EVERY)
    full, again = [], []
    for number, before in enumerate(databases):
        after = folder / f"changed_{number}" / "wenmai.duckdb"
        after.parent.mkdir()
        shutil.copyfile(before, after)
        full.append(json.loads(before.with_suffix(".json").read_text(encoding="utf-8")))
        run("benchmarks.text_wenmai", str(plan), str(changed), str(after))
        again.append(json.loads(after.with_suffix(".json").read_text(encoding="utf-8")))
    print(f"The same when {count // CHANGED_EVERY:,} of {count:,} documents have changed")
    shares = {}
    for step in ("segmentation", "tfidf"):
        first, second = (min(found[step] for found in runs) for runs in (full, again))
        shares[step] = second / first
        print(f"  {step:<13} {second:6.2f} s   {shares[step]:5.2f} of {first:.2f} s")
    total = min(map(sum, (run_.values() for run_ in again)))
    share = total / min(map(sum, (run_.values() for run_ in full)))
    verdict(f"at most {TARGET_SHARE} of the full run ({share:.3f})", share <= TARGET_SHARE)


def grow(folder: Path, plan: Path, count: int) -> None:
    """Measure the memory of one process on a corpus and on its tenth."""
    small = folder / "small.parquet"
    make_corpus(small, count // 10)
    found = {}
    for size, corpus in ((count // 10, small), (count, folder / "corpus.parquet")):
        database = folder / f"memory_{size}" / "wenmai.duckdb"
        database.parent.mkdir()
        cost = run("benchmarks.text_wenmai", str(plan), str(corpus), str(database), "1")
        found[size] = cost.peak_mb
        print(f"  {size:>6,} documents in one process: {cost.peak_mb:.0f} MB at most")
    ratio = found[count] / found[count // 10]
    verdict(
        f"{TARGET_MEMORY:g} times the memory for ten times the documents ({ratio:.2f})",
        ratio <= TARGET_MEMORY,
    )


if __name__ == "__main__":
    main()
