"""The same index in Polars, streaming; called by index_sql in a process of its own."""

import sys

import polars as pl

from benchmarks.measure import report

INDICATOR = ["study_code", "indicator_code"]
ROW = ["study_code", "unit_code", "year"]


def index(panel_file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return weights and scores."""
    panel = pl.scan_parquet(panel_file)
    x, z, weight = pl.col("imputed_value"), pl.col("z"), pl.col("weight")
    limits = (
        panel.group_by(INDICATOR)
        .agg(
            low=x.quantile(0.01, interpolation="linear"),
            high=x.quantile(0.99, interpolation="linear"),
        )
        .with_columns(
            worst=pl.when(pl.col("indicator_code").cast(pl.String).str.ends_with("_negative"))
            .then("high")
            .otherwise("low"),
            span=pl.col("high") - pl.col("low"),
        )
        .collect(engine="streaming")
    )
    normalized = panel.join(limits.lazy(), on=INDICATOR).with_columns(
        z=(x.clip(pl.col("low"), pl.col("high")) - pl.col("worst")).abs() / pl.col("span")
    )
    weights = (
        normalized.group_by(INDICATOR)
        .agg(
            n=z.count(),
            total=z.sum(),
            total_log=pl.when(z > 0).then(z * z.log()).otherwise(0.0).sum(),
        )
        .with_columns(
            g=1
            - (pl.col("total").log() - pl.col("total_log") / pl.col("total")) / pl.col("n").log()
        )
        .select(*INDICATOR, weight=pl.col("g") / pl.col("g").sum())
        .collect(engine="streaming")
    )
    scores = (
        normalized.join(weights.lazy(), on=INDICATOR)
        .group_by(ROW)
        .agg(
            weighted=(z * weight).sum(),
            observed=weight.filter(z.is_not_null()).sum(),
            imputed=weight.filter(pl.col("is_imputed")).sum(),
        )
        .select(
            *ROW,
            innovation_score=pl.when(pl.col("observed") >= 0.6 - 1e-12).then(
                pl.col("weighted") / pl.col("observed")
            ),
            observed_weight_share=pl.col("observed"),
            imputed_weight_share=pl.col("imputed") / pl.col("observed"),
        )
        .collect(engine="streaming")
    )
    return weights, scores


def main(panel_file: str, folder: str) -> None:
    found: list[pl.DataFrame] = []
    report(lambda: found.extend(index(panel_file)))
    for name, frame in zip(("weights", "scores"), found, strict=True):
        frame.write_parquet(f"{folder}/polars_{name}.parquet")


if __name__ == "__main__":
    main(*sys.argv[1:])
