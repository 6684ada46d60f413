"""The same index in pandas in three ways, from plain to tuned; called by index_sql."""

import sys

import numpy as np
import pandas as pd

from benchmarks.measure import report

INDICATOR = ["study_code", "indicator_code"]
ROW = ["study_code", "unit_code", "year"]
CODES = ["study_code", "unit_code", "indicator_code"]


def entropy_weights(n: pd.Series, total: pd.Series, total_log: pd.Series) -> pd.Series:
    g = 1 - (np.log(total) - total_log / total) / np.log(n)
    return (g / g.sum()).rename("weight")


def is_negative(codes: pd.Index) -> np.ndarray:
    return np.asarray(codes.astype(str).str.endswith("_negative"))


def long_index(panel: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep one row per cell, as the warehouse does; return weights and scores."""
    by_indicator = panel.groupby(INDICATOR, observed=True, sort=False)
    limits = by_indicator["imputed_value"].quantile([0.01, 0.99]).unstack()
    limits.columns = ["low", "high"]
    negative = is_negative(limits.index.get_level_values("indicator_code"))
    limits["worst"] = np.where(negative, limits["high"], limits["low"])
    limits["span"] = limits["high"] - limits["low"]
    cells = panel.join(limits, on=INDICATOR)
    clean = cells["imputed_value"].clip(cells["low"], cells["high"])
    panel["z"] = (clean - cells["worst"]).abs() / cells["span"]
    del cells, clean, by_indicator
    panel["z_log_z"] = (panel["z"] * np.log(panel["z"].where(panel["z"] > 0))).fillna(0)
    sums = panel.groupby(INDICATOR, observed=True, sort=False).agg(
        n=("z", "count"), total=("z", "sum"), total_log=("z_log_z", "sum")
    )
    weights = entropy_weights(sums["n"], sums["total"], sums["total_log"])
    panel = panel.drop(columns="z_log_z").join(weights, on=INDICATOR)
    panel["weighted"] = panel["z"] * panel["weight"]
    panel["observed"] = panel["weight"].where(panel["z"].notna(), 0)
    panel["imputed"] = panel["weight"].where(panel["is_imputed"], 0)
    rows = panel.groupby(ROW, observed=True, sort=False)[["weighted", "observed", "imputed"]].sum()
    return weights.reset_index(), scores_of(rows)


def wide_index(panel: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pivot to one column per indicator first."""
    is_imputed = panel.pivot(index=ROW, columns="indicator_code", values="is_imputed")
    z = panel.pivot(index=ROW, columns="indicator_code", values="imputed_value")
    del panel
    low, high = z.quantile(0.01), z.quantile(0.99)
    worst = high.where(is_negative(z.columns), low)
    z = (z.clip(low, high, axis=1) - worst).abs() / (high - low)
    total_log = (z * np.log(z.where(z > 0))).sum()
    weights = entropy_weights(z.count(), z.sum(), total_log)
    rows = pd.DataFrame(
        {
            "weighted": z.fillna(0) @ weights,
            "observed": z.notna() @ weights,
            "imputed": is_imputed @ weights,
        }
    )
    weights.index = weights.index.astype(str)
    return weights.rename_axis("indicator_code").reset_index(), scores_of(rows)


def scores_of(rows: pd.DataFrame) -> pd.DataFrame:
    enough = rows["observed"] >= 0.6 - 1e-12
    return pd.DataFrame(
        {
            "innovation_score": (rows["weighted"] / rows["observed"]).where(enough),
            "observed_weight_share": rows["observed"],
            "imputed_weight_share": rows["imputed"] / rows["observed"],
        }
    ).reset_index()


def plain(panel_file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the file as it is: codes are strings."""
    return long_index(pd.read_parquet(panel_file))


def coded(panel_file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read codes as categories."""
    return long_index(pd.read_parquet(panel_file, read_dictionary=CODES))


def pivoted(panel_file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read codes as categories and leave the long table."""
    return wide_index(pd.read_parquet(panel_file, read_dictionary=CODES))


def main(panel_file: str, folder: str, way: str) -> None:
    found: list[pd.DataFrame] = []
    index = {"plain": plain, "coded": coded, "pivoted": pivoted}[way]
    report(lambda: found.extend(index(panel_file)))
    for name, frame in zip(("weights", "scores"), found, strict=True):
        frame.to_parquet(f"{folder}/pandas_{way}_{name}.parquet")


if __name__ == "__main__":
    main(*sys.argv[1:])
