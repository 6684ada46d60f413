"""The index by the project's own compiled models; called by index_sql in a process of its own."""

import json
import sys
from pathlib import Path

import duckdb

from benchmarks.measure import report


def main(script_file: str, panel_file: str, folder: str, memory_limit: str) -> None:
    """Run the statements of the script on the panel and keep weights and scores."""
    script = json.loads(Path(script_file).read_text(encoding="utf-8"))
    build_file = Path(folder) / "wenmai.duckdb"
    build_file.unlink(missing_ok=True)
    con = duckdb.connect(str(build_file))
    if memory_limit:
        con.execute(f"set memory_limit = '{memory_limit}'")
    con.execute(script["prepare"].replace("PANEL_FILE", panel_file))

    def work() -> None:
        for statement in script["models"]:
            con.execute(statement)

    report(work)
    for name, query in script["results"].items():
        con.sql(query).write_parquet(f"{folder}/duckdb_{name}.parquet")


if __name__ == "__main__":
    main(*sys.argv[1:])
