"""Events of made-up people as Parquet, and their profiles by Polars or pandas; see consumers."""

import sys

import duckdb
import pandas as pd
import polars as pl

from benchmarks.measure import report

WEIGHTS = {"purchase": 8.0, "feedback": 5.0, "search": 2.0, "view": 1.5, "click": 1.0}
HALF_LIFE_DAYS = 90
LAST = "2024-12-31 23:59:59"
N_ITEMS, N_CATEGORIES, EVENTS_PER_PERSON = 2_000, 24, 100
DAY = 86_400


def make_events(path: str, events: int) -> None:
    """Write events, four at a visit, 100 to a person; few people do much.

    Names of people are as long as their hashes.
    """
    kinds = ", ".join(f"'{kind}'" for kind in WEIGHTS)
    persons = max(events // EVENTS_PER_PERSON, 1)
    person = f"(hash(visit) % {persons} * (hash(visit + 1) % 97) // 97)"
    duckdb.sql(f"""
        copy (
            select
                md5({person}::varchar) || md5(({person} + 1)::varchar) as person_code,
                'item' || lpad((hash(i + 2) % {N_ITEMS})::varchar, 5, '0') as item_code,
                ([{kinds}])[1 + (hash(i + 3) % 5)::integer] as kind_code,
                timestamp '{LAST}' - to_days((hash(visit + 4) % 730)::integer)
                    - to_seconds((hash(i + 5) % {DAY})::integer) as occurred_at
            from (select i, i // 4 as visit from range({events}) as numbers (i))
        ) to '{path}' (format parquet, compression zstd)
    """)


def items() -> pd.DataFrame:
    """Return the category of every item."""
    numbers = range(N_ITEMS)
    return pd.DataFrame(
        {
            "item_code": [f"item{number:05d}" for number in numbers],
            "category_code": [f"category{number % N_CATEGORIES:02d}" for number in numbers],
        }
    )


def with_polars(path: str) -> pl.DataFrame:
    """Return affinities, streaming."""
    age = (pl.lit(LAST).str.to_datetime() - pl.col("occurred_at")).dt.total_microseconds()
    weight = pl.col("kind_code").replace_strict(WEIGHTS, return_dtype=pl.Float64)
    return (
        pl.scan_parquet(path)
        .join(pl.from_pandas(items()).lazy(), on="item_code")
        .with_columns(weight=weight)
        .with_columns(decayed=pl.col("weight") * 2.0 ** (-age / 1e6 / DAY / HALF_LIFE_DAYS))
        .group_by("person_code", "category_code")
        .agg(
            affinity=pl.col("decayed").sum(),
            weight_without_decay=pl.col("weight").sum(),
            events=pl.len(),
        )
        .collect(engine="streaming")
    )


def with_pandas(path: str) -> pd.DataFrame:
    """Return affinities, as people write it."""
    events = pd.read_parquet(path).merge(items(), on="item_code")
    age = (pd.Timestamp(LAST) - events["occurred_at"]).dt.total_seconds() / DAY
    weight = events["kind_code"].map(WEIGHTS)
    events = events.assign(weight=weight, decayed=weight * 2.0 ** (-age / HALF_LIFE_DAYS))
    return events.groupby(["person_code", "category_code"], as_index=False).agg(
        affinity=("decayed", "sum"),
        weight_without_decay=("weight", "sum"),
        events=("weight", "size"),
    )


def main(engine: str, path: str, result: str) -> None:
    """Compute profiles and write them; the writing is measured as well."""
    if engine == "make":
        make_events(path, int(result))
    elif engine == "polars":
        report(lambda: with_polars(path).write_parquet(result))
    else:
        report(lambda: with_pandas(path).to_parquet(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
