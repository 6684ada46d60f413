"""Development paths: everything said about a study against bare scikit-learn on the same matrix.

Two ratios in one run, best of rounds. The core is what replaces scikit-learn's fit and predict:
grow the forest, count tree votes of all samples and out-of-bag votes, take the winners. The whole
step adds every table of a refresh: the honest evaluation schemes (which grow six more forests), the
grid of fusion weights, contributions, effects, the nearest turn of every sample, the stored model.
It is set against bare scikit-learn doing as many fits and predictions of the same sizes.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from threadpoolctl import threadpool_limits

from benchmarks import measure
from wenmai.paths.forest import ForestSettings, grow, split, winners
from wenmai.paths.studies import judgements_by_study, paths_by_study

DIMENSIONS = (
    *("policy_support", "resource_transformation", "technology_empowerment"),
    *("subject_collaboration", "market_realization"),
)
PATHS = ("policy", "resource", "technology", "collaboration", "market")
DEMO = (36, 7)  # units, years
LARGE = (300, 20)
GROWTH = ((75, 20), (150, 20), (300, 20))
QUICK = (12, 5)
TARGET_RATIO = 1.3
TREES, QUICK_TREES, GRID_TREES = 500, 40, 100


def matrix(units: int, years: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Return fused features and labels that follow the largest, with noise, as a panel has them."""
    random = np.random.default_rng(seed)
    labels = np.repeat(random.integers(0, 5, units), years)
    level = np.repeat(random.normal(scale=0.1, size=units), years)[:, None]
    values = 0.4 + level + random.normal(scale=0.12, size=(units * years, 5))
    values[np.arange(len(values)), labels] += 0.2
    return np.clip(values, 0, 1), labels


def frames(units: int, years: int, trees: int) -> dict[str, object]:
    """Return the matrix as SQL hands it over: features of two blocks, expert labels."""
    values, labels = matrix(units, years)
    codes = np.repeat([f"{n:06d}" for n in range(units)], years)
    places = pd.DataFrame({"study_code": "s", "unit_code": codes})
    places["year"] = np.tile(np.arange(2000, 2000 + years), units)
    features = places.loc[places.index.repeat(5)].reset_index(drop=True)
    features["recipe_code"] = "own"
    features["dimension_code"] = np.tile(DIMENSIONS, len(places))
    features["structured_score"] = features["text_score"] = values.ravel()
    features["network_score"] = np.nan
    features["fused_score"] = values.ravel()
    province = places["unit_code"].str[3:4].str.zfill(6)
    scales = {"block_code": "structured", "feature_code": DIMENSIONS, "dimension_code": DIMENSIONS}
    settings = {
        "label_strategy": "expert", "structured_weight": 0.5, "text_weight": 0.5,
        "network_weight": 0.0, "trees": trees, "max_depth": 8, "min_samples_leaf": 4,
        "training_share": 0.7, "seed": 1, "retrain": "always", "drift_threshold": 0.25,
        "grid_step": 0.2, "grid_trees": min(trees, GRID_TREES),
    }  # fmt: skip
    stored = ("models", "trees", "samples", "strengths")
    return {
        "settings": pd.DataFrame([{"study_code": "s", **settings}]),
        "path_types": pd.DataFrame(
            {
                "study_code": "s", "path_code": PATHS, "dimension_code": DIMENSIONS,
                "position": range(5), "strength": np.nan,
            }
        ),
        "samples": places.assign(
            province_code=province,
            innovation_score=values.mean(axis=1),
            expert_path_code=np.array(PATHS)[labels],
        ),
        "features": features,
        "scales": pd.DataFrame(scales).assign(
            study_code="s", recipe_code="own", lowest=0.0, highest=1.0, weight=1.0
        ),
        "stored": {
            name: pd.DataFrame(columns=["study_code", "model_version"]) for name in stored
        },
    }  # fmt: skip


def bare(values: np.ndarray, labels: np.ndarray, chosen: np.ndarray, trees: int) -> np.ndarray:
    """Fit and predict as anybody does with scikit-learn, without an out-of-bag score."""
    forest = RandomForestClassifier(
        trees, max_depth=8, min_samples_leaf=4, random_state=1, n_jobs=1
    )
    forest.fit(values[chosen], labels[chosen])
    predicted: np.ndarray = forest.predict(values)
    return predicted


def core(values: np.ndarray, labels: np.ndarray, chosen: np.ndarray, trees: int) -> np.ndarray:
    """Grow, count votes in and out of bag, take the winners."""
    grown = grow(values[chosen], labels[chosen], 5, ForestSettings(trees))
    winners(grown.oob_votes)
    return winners(grown.arrays.votes(values))


def whole_step(given: dict[str, object]) -> None:
    """Do all that a refresh does for a study."""
    paths_by_study(**given)
    judgements_by_study(**given)


def as_many(values: np.ndarray, labels: np.ndarray, years: int, trees: int) -> None:
    """Do with bare scikit-learn as many fits and predictions as the whole step does."""
    chosen = split(labels, 0.7, 1)
    bare(values, labels, chosen, trees)
    units = np.arange(len(labels)) // years
    for fold in range(5):
        bare(values, labels, units % 5 != fold, trees)
    bare(values, labels, np.arange(len(labels)) % years < round(0.7 * years), trees)
    for _ in range(6):  # the simplex of two blocks in steps of 0.2; 0.5 lies beside the grid
        bare(values, labels, chosen, min(trees, GRID_TREES))
    bare(values, labels, chosen, min(trees, GRID_TREES))


def best(times: int, *works: Callable[[], object]) -> list[float]:
    """Return the shortest time of each, taken in rounds."""
    found = [[] for _ in works]
    for _ in range(times):
        for work, seconds in zip(works, found, strict=True):
            started = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - started)
    return [min(seconds) for seconds in found]


def compare(size: tuple[int, int], rounds: int, trees: int = TREES) -> None:
    """Print both ratios for one size."""
    values, labels = matrix(*size)
    chosen, given = split(labels, 0.7, 1), frames(*size, trees)
    with threadpool_limits(limits=1):
        theirs, ours = best(
            rounds,
            lambda: bare(values, labels, chosen, trees),
            lambda: core(values, labels, chosen, trees),
        )
        fits, whole = best(
            max(1, rounds // 2),
            lambda: as_many(values, labels, size[1], trees),
            lambda: whole_step(given),
        )
    print(f"Paths, {size[0]} x {size[1]} (units, years), one thread")
    print(f"  scikit-learn fit + predict        {theirs:7.2f} s")
    print(f"  forest, votes, out-of-bag votes   {ours:7.2f} s   {ours / theirs:.2f} x")
    verdict(f"at most {TARGET_RATIO} x fit + predict", ours <= TARGET_RATIO * theirs)
    print(f"  scikit-learn, as many fits        {fits:7.2f} s")
    print(f"  the whole step, all tables        {whole:7.2f} s   {whole / fits:.2f} x")
    verdict(f"at most {TARGET_RATIO} x as many fits", whole <= TARGET_RATIO * fits)
    print(f"  the whole step over one fit + predict: {whole / theirs:.1f} x")


def verdict(text: str, is_met: bool) -> None:
    print(f"  target: {text}: {'met' if is_met else 'missed'}")


def growth(sizes: tuple[tuple[int, int], ...], trees: int = TREES) -> None:
    """Print time and memory of the whole step as rows grow, each in a process of its own."""
    print("  growth of the whole step with rows:")
    for size in sizes:
        cost = measure.run("benchmarks.paths", *map(str, size), str(trees))
        print(
            f"    {size[0] * size[1]:6,} unit-years {cost.seconds:7.1f} s "
            f"{1e3 * cost.seconds / (size[0] * size[1]):7.2f} ms each {cost.peak_mb:6.0f} MB"
        )


def main(quick: bool = False) -> None:
    """Print ratios and growth."""
    if quick:
        compare(QUICK, 1, QUICK_TREES)
        growth((QUICK,), QUICK_TREES)
        return
    compare(DEMO, rounds=5)
    compare(LARGE, rounds=2)
    growth(GROWTH)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        numbers = [int(argument) for argument in sys.argv[1:]]
        measure.report(lambda: whole_step(frames(*numbers)))
    else:
        main()
