"""Segmentation and TF-IDF of a corpus against a plain script; memory; one document in a hundred.

The corpus comes from the demo's grammar and lies as a study in a landing folder. Our side is what
users get: a refresh of that folder, with all settings left alone, and after it all weights written
to a Parquet file. The plain script is jieba and scikit-learn in one process with the same
dictionary; it reads the same file. Both must say the same: every term of every document, how
often, and its weight to 1e-12.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.index_sql import verdict
from benchmarks.measure import Measured, run
from benchmarks.text_corpus import corpus_file
from wenmai.text.general_words import read_general_words
from wenmai.text.models import segmenter_spec

PROJECT_DIR = Path(__file__).resolve().parents[1]
DOCUMENTS = 20_000
CHANGED_EVERY = 100
TARGET_RATIO, TARGET_SHARE, TARGET_MEMORY = 1.8, 0.05, 2.0
TERM_STEPS = ("segmentation", "terms", "frequencies")
WEIGHT_STEPS = (*TERM_STEPS, "weights")


@dataclass(frozen=True)
class Refreshed:
    """A refresh of a corpus.

    Parameters
    ----------
    cost : Measured
        Of the process that refreshes; its workers are processes of their own.
    seconds : mapping
        Step to seconds: segmentation, terms, frequencies, weights and the whole refresh.
    children_mb : float
        Most memory that its child processes, the workers, took together.
    weights : Path
        Parquet file with document_id, term, term_count, tfidf.
    """

    cost: Measured
    seconds: Mapping[str, float]
    children_mb: float
    weights: Path

    def total(self, steps: tuple[str, ...]) -> float:
        """Return the seconds of some steps together."""
        return sum(self.seconds[step] for step in steps)


def seed(name: str) -> pd.DataFrame:
    path = PROJECT_DIR / "seeds" / "text" / f"{name}.csv"
    # 'null' and 'NA' would be words like any other
    return pd.read_csv(path, keep_default_na=False, na_values={"frequency": [""]})


def write_dictionary(path: Path) -> None:
    """Write the words of the project as the plain script takes them."""
    engine = pd.DataFrame({"segmenter": ["jieba"]})
    seeds = map(seed, ("domain_terms", "stop_words", "general_words"))
    segmenter = segmenter_spec(engine, *seeds).make()
    dictionary = {
        "frequencies": segmenter.frequencies,
        "alone": sorted(read_general_words(sorted(segmenter.general_words)).alone),
        "domain_terms": sorted(segmenter.domain_terms),
        "stop_words": sorted(segmenter.stop_words),
    }
    path.write_text(json.dumps(dictionary, ensure_ascii=False), encoding="utf-8")


def make_corpus(landing: Path, *numbers: int) -> None:
    """Write a corpus in a process of its own, so that its memory is gone afterwards."""
    arguments = [str(landing), *map(str, numbers)]
    subprocess.run([sys.executable, "-m", "benchmarks.text_corpus", *arguments], check=True)


def refresh_texts(home: Path, landing: Path, name: str) -> Refreshed:
    """Refresh a landing folder; what is measured lies under this name in the home."""
    home.mkdir(exist_ok=True)
    weights = home / f"{name}.parquet"
    cost = run("benchmarks.text_wenmai", str(home), str(landing), str(weights))
    said = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))
    return Refreshed(cost, said["seconds"], said["children_mb"], weights)


def largest_difference(ours: Path, theirs: Path) -> tuple[float, int, int]:
    """Return how far weights lie apart at most, how many rows differ otherwise, and how many."""
    found = duckdb.sql(f"""
        select
            max(abs(ours.tfidf - theirs.tfidf)),
            count(*) filter (ours.term_count is distinct from theirs.term_count),
            count(*)
        from '{ours}' as ours
        full join '{theirs}' as theirs using (document_id, term)
    """).fetchone()
    assert found is not None and found[2] > 0, "nothing to compare"
    return found


def main(quick: bool = False) -> None:
    """Print times, memory and ratios of one run."""
    measure_corpus(DOCUMENTS // 10 if quick else DOCUMENTS)


def measure_corpus(count: int) -> None:
    """Measure a corpus of so many documents in one round: minutes at full size."""
    print(f"Segmentation and TF-IDF of {count:,} documents by a refresh, in one round")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        landing = folder / "landing"
        make_corpus(landing, count)
        full = refresh_texts(folder / "home", landing, "full")
        compare(folder, full)
        make_corpus(landing, count, CHANGED_EVERY)
        print(f"The same when {-(-count // CHANGED_EVERY):,} of {count:,} documents have changed")
        shares(full, refresh_texts(folder / "home", landing, "changed"))
        make_corpus(folder / "small", count // 10)
        small = refresh_texts(folder / "small_home", folder / "small", "full")
        grow({count // 10: small, count: full})


def compare(folder: Path, full: Refreshed) -> None:
    """Time the plain script on the same file, and compare the results row by row."""
    dictionary, result = folder / "dictionary.json", folder / "plain.parquet"
    write_dictionary(dictionary)
    corpus = corpus_file(folder / "landing")
    plain = run("benchmarks.text_plain", str(dictionary), str(corpus), str(result))
    for step in WEIGHT_STEPS:
        print(f"  {step:<16} {full.seconds[step]:7.2f} s")
    ours = full.total(WEIGHT_STEPS)
    print(f"  {'wenmai, the four':<16} {ours:7.2f} s   {full.cost.peak_mb:6.0f} MB")
    print(f"  {'plain script':<16} {plain.seconds:7.2f} s   {plain.peak_mb:6.0f} MB")
    print(f"  {'whole refresh':<16} {full.seconds['refresh']:7.2f} s")
    ratio = plain.seconds / ours
    verdict(
        f"{TARGET_RATIO} times faster than the plain script ({ratio:.2f})", ratio >= TARGET_RATIO
    )
    apart, differing, rows = largest_difference(full.weights, result)
    verdict(
        f"equal to 1e-12 in {rows:,} rows (at most {apart:.1e}, {differing} counts differ)",
        apart < 1e-12 and differing == 0,
    )


def shares(full: Refreshed, again: Refreshed) -> None:
    """Say what a refresh after a few changes costs of the one from nothing."""
    groups: dict[str, tuple[str, ...]] = {step: (step,) for step in WEIGHT_STEPS}
    groups |= {"up to the weights": TERM_STEPS, "with the weights": WEIGHT_STEPS}
    groups |= {"whole refresh": ("refresh",)}
    for name, steps in groups.items():
        first, second = full.total(steps), again.total(steps)
        print(f"  {name:<17} {second:7.2f} s   {second / first:5.3f} of {first:.2f} s")
    share = again.total(TERM_STEPS) / full.total(TERM_STEPS)
    verdict(
        f"at most {TARGET_SHARE} of the full run up to the weights ({share:.3f})",
        share <= TARGET_SHARE,
    )


def grow(refreshes: Mapping[int, Refreshed]) -> None:
    """Compare the memory of a refresh of a corpus and of its tenth."""
    for size, found in refreshes.items():
        print(
            f"  {size:>6,} documents: {found.cost.peak_mb:.0f} MB at most,"
            f" and {found.children_mb:.0f} MB in its child processes"
        )
    few, many = (found.cost.peak_mb for _, found in sorted(refreshes.items()))
    verdict(
        f"{TARGET_MEMORY:g} times the memory for ten times the documents ({many / few:.2f})",
        many <= TARGET_MEMORY * few,
    )


if __name__ == "__main__":
    main()
