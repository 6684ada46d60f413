"""The index on a long table: the project's compiled models against pandas and Polars.

Winsorise, normalise, entropy weights, composite. All engines read the same Parquet file, run in
processes of their own and must agree to 1e-12. Polars streams. pandas runs in three ways: on the
file as it is, with codes read as categories, and pivoted to one column per indicator, which is
fast but no longer a long table; the target is set against the first.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import yaml

from benchmarks import panel_file
from benchmarks.measure import Measured, best_of_rounds, run
from tests.support.compiled_models import CompiledModels
from wenmai.build.project import Node
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
UNITS = 20_000  # x 20 years x 50 indicators = 20 million values
LARGE_FACTOR = 10
MEMORY_LIMIT = "4GB"
OTHERS = {
    "polars": ("benchmarks.index_polars",),
    "pandas_plain": ("benchmarks.index_pandas", "plain"),
    "pandas_coded": ("benchmarks.index_pandas", "coded"),
    "pandas_pivoted": ("benchmarks.index_pandas", "pivoted"),
}
INPUTS = {
    "int_indicators__imputed_values": """
        select study_code, unit_code, year, indicator_code, imputed_value, is_imputed,
            case when not is_imputed then imputed_value end as raw_value,
            null::varchar as imputation_method, false as is_corrected,
            null::varchar as source_file, null::varchar as sheet_name,
            null::bigint as source_row_number
        from read_parquet('PANEL_FILE')""",
    "stg_config__studies": """
        select 'bench' as study_code, 0.01 as winsor_lower, 0.99 as winsor_upper,
            'pooled' as entropy_scope, null::double as weight_cap, 0.6 as min_observed_share""",
    "stg_config__study_indicators": f"""
        select 'bench' as study_code, indicator_code, 'all' as dimension_code,
            case when indicator_code like '%negative' then 'negative' else 'positive' end
                as direction,
            true as is_in_index
        from unnest({[panel_file.indicator_code(i) for i in range(panel_file.N_INDICATORS)]})
            as codes (indicator_code)""",
}


def script(scratch: Path) -> dict[str, object]:
    """Return the statements that make the scores from the inputs, as the project compiles them."""
    models = CompiledModels(Settings(project_dir=PROJECT_DIR, home=scratch, landing=()))
    order = models.plan(INPUTS, ["int_indicators__entropy_scores"])
    named = [models.nodes[name] for name in INPUTS]
    schemas = {node.relation[1] for node in [*order, *named]}
    prepare = [f"create schema if not exists {schema}" for schema in sorted(schemas)]
    prepare += [f"create view {node.table} as {_with_all_columns(node)}" for node in named]
    return {
        "prepare": ";".join(prepare),
        "models": [
            f"create {'view' if node.materialized == 'view' else 'table'} {node.table} "
            f"as {node.code}"
            for node in order
        ],
        "results": {
            "weights": f"from {models.nodes['int_indicators__entropy_weights'].table}",
            "scores": f"from {models.nodes['int_indicators__entropy_scores'].table}",
        },
    }


def _with_all_columns(node: Node) -> str:
    """Return an input with every column that the YAML of its model names; others are null."""
    text = (PROJECT_DIR / node.file).with_suffix(".yml").read_text(encoding="utf-8")
    (model,) = yaml.safe_load(text)["models"]
    names = ", ".join(f"null as {column['name']}" for column in model["columns"])
    return f"{INPUTS[node.name]} union all by name select {names} where false"


def largest_difference(folder: str, other: str) -> float:
    """Return how far the weights, scores and shares of two engines lie apart at most."""
    found = duckdb.sql(f"""
        select max(abs(ours.weight - theirs.weight)), count(*)
        from '{folder}/duckdb_weights.parquet' as ours
        inner join '{folder}/{other}_weights.parquet' as theirs using (indicator_code)
    """).fetchone()
    assert found is not None and found[1] == panel_file.N_INDICATORS, f"{other}: weights missing"
    rows = duckdb.sql(f"""
        select
            max(greatest(
                abs(ours.innovation_score - theirs.innovation_score),
                abs(ours.observed_weight_share - theirs.observed_weight_share),
                abs(ours.imputed_weight_share - theirs.imputed_weight_share)
            )),
            count(*) filter (where
                (ours.innovation_score is null) <> (theirs.innovation_score is null)
                or ours.unit_code is null or theirs.unit_code is null
            )
        from '{folder}/duckdb_scores.parquet' as ours
        full join '{folder}/{other}_scores.parquet' as theirs
            on ours.unit_code = theirs.unit_code and ours.year = theirs.year
    """).fetchone()
    assert rows is not None and rows[1] == 0, f"{other}: scores missing on one side"
    return max(found[0], rows[0])


def make_panel(path: Path, units: int) -> None:
    """Write the panel in a process of its own, so that its memory is gone afterwards."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.panel_file", str(path), str(units)], check=True
    )


def line(name: str, measured: Measured, ours: Measured) -> None:
    print(
        f"  {name:<14} {measured.seconds:7.2f} s {measured.cpu_seconds:7.2f} s of processors"
        f" {measured.peak_mb:6.0f} MB   {measured.seconds / ours.seconds:5.2f} x the time"
        f" {measured.cpu_seconds / ours.cpu_seconds:5.2f} x the processor time"
        f" {measured.peak_mb / ours.peak_mb:5.2f} x the memory"
    )


def verdict(text: str, is_met: bool) -> None:
    print(f"  target: {text}: {'met' if is_met else 'missed'}")


def main(quick: bool = False) -> None:
    """Print times, memory and ratios of one run."""
    units, times = (UNITS // 500, 1) if quick else (UNITS, 3)
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "script.json"
        statements.write_text(json.dumps(script(Path(folder) / "dbt")), encoding="utf-8")
        panel = Path(folder) / "panel.parquet"
        make_panel(panel, units)
        ours_on = ("benchmarks.index_duckdb", str(statements), str(panel), folder)
        commands = {
            "wenmai": (*ours_on, ""),
            **{name: (module, str(panel), folder, *way) for name, (module, *way) in OTHERS.items()},
            "wenmai_limited": (*ours_on, MEMORY_LIMIT),
        }
        found = best_of_rounds(times, commands)
        ours, limited = found["wenmai"], found.pop("wenmai_limited")
        print(f"Index of {units * 1000:,} values, from Parquet to scores")
        for name, measured in found.items():
            line(name, measured, ours)
        apart = {name: largest_difference(folder, name) for name in OTHERS}
        verdict(f"equal to 1e-12 (at most {max(apart.values()):.1e})", max(apart.values()) < 1e-12)
        pandas, polars = found["pandas_plain"], found["polars"]
        verdict("3 times faster than pandas", pandas.seconds >= 3 * ours.seconds)
        verdict("no slower than Polars", polars.seconds >= ours.seconds)
        verdict("a fifth of the memory of pandas", pandas.peak_mb >= 5 * ours.peak_mb)

        make_panel(panel, units * LARGE_FACTOR)
        large = run(*ours_on, MEMORY_LIMIT)
        print(f"Index of {units * LARGE_FACTOR * 1000:,} values in at most {MEMORY_LIMIT}")
        line("wenmai", large, limited)
        verdict("at most 11 times the time", large.seconds <= 11 * limited.seconds)


if __name__ == "__main__":
    main()
