"""What a refresh of the demo costs beside its bare work, and after each kind of change."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.support.warehouse import lay_out_indices
from wenmai.build.project import Node, compiled_project
from wenmai.build.python_model import PythonModels, run_apart
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
# what the interpreter prints of each module with -X importtime: microseconds of its own
IMPORTED = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
TARGETS = {"cold": 25.0, "one cell": 0.25, "one indicator": 5.0, "unchanged": 1.0}
BARE_RATIO = 1.5
DOMAIN = "indicators"  # what every study has
FEW_DOUBTS = "uncertainty: {draws: 512}\n"


def refreshed(home: Path, landing: Path, force: bool = False) -> dict[str, Any]:
    """Refresh in a process of its own, as the scheduler does; return whole and parts in seconds."""
    command = [sys.executable, "-X", "importtime", "-m", "benchmarks.refresh_parts"]
    words = [str(home), str(landing), *(["force"] if force else [])]
    # with compiled modules, as every installation has them
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    started = time.perf_counter()
    done = subprocess.run(
        [*command, *words],
        env=environ,
        cwd=PROJECT_DIR,
        check=True,
        capture_output=True,
        text=True,
    )
    whole = time.perf_counter() - started
    imports = sum(map(int, IMPORTED.findall(done.stderr))) / 1e6
    return json.loads(done.stdout) | {"whole": whole, "imports": imports}


def compiled_anew() -> dict[str, float]:
    """Let dbt parse and render the project from nothing, as after each change of its code."""
    started = time.perf_counter()
    from dbt.cli.main import dbtRunner

    seconds, before = {"import": time.perf_counter() - started}, Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WENMAI_BUILD_FILE"] = f"{folder}/wenmai.duckdb"
        places = ["--target-path", f"{folder}/target", "--log-path", folder, "--log-level", "none"]
        places += ["--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)]
        # what it parses, it finds in the same folder when it renders
        for name, command in (("parse", "parse"), ("render", "compile")):
            started = time.perf_counter()
            done = dbtRunner().invoke([command, "--no-send-anonymous-usage-stats", *places])
            assert done.success, done.exception
            seconds[name] = time.perf_counter() - started
        del os.environ["WENMAI_BUILD_FILE"]
        os.chdir(before)  # dbt moves into the project
    return seconds


def bare_sql(nodes: list[Node], build_file: Path) -> tuple[float, float]:
    """Run all SQL models, then all tests, in order on one connection; return both times."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(build_file, Path(folder) / build_file.name))
        with duckdb.connect(str(copy)) as connection:
            started = time.perf_counter()
            for node in nodes:
                if node.kind == "model" and node.language == "sql":
                    connection.execute(
                        f"create or replace {node.materialized} {node.table} as {node.code}"
                    )
            made = time.perf_counter()
            for node in nodes:
                if node.kind == "test":
                    connection.execute(f"select count(*) from ({node.code}\n)").fetchone()
            return made - started, time.perf_counter() - made


def bare_python(nodes: list[Node], build_file: Path) -> float:
    """Run all Python models from nothing, one after the other in one process."""
    known = {node.key: node for node in nodes}
    total = 0.0
    with (
        duckdb.connect(str(build_file), read_only=True) as connection,
        PythonModels(connection, known) as models,
    ):
        for node in nodes:
            if node.language != "python":
                continue
            folder = models.folder / node.name
            folder.mkdir()
            handed = [known[parent] for parent in node.parents]
            models.hand_over(handed, folder)
            relations = [table.relation for table in handed]
            total += run_apart(node.code, node.file, node.relation, relations, folder)[1]
    return total


def change_a_cell(table: Path) -> None:
    """Add a tenth to the last number of a table."""
    text = table.read_bytes()
    found = list(re.finditer(rb"\d+\.\d+", text))[-1]
    table.write_bytes(
        text[: found.start()] + b"%.2f" % (float(found[0]) * 1.1) + text[found.end() :]
    )


def change_a_document(landing: Path) -> None:
    """Add a sentence to one document."""
    file = next(
        path
        for path in sorted((landing / "northeast" / "documents").rglob("*.txt"))
        if len(path.read_bytes()) > 1_000
    )
    file.write_bytes(file.read_bytes() + "推动冰雪旅游发展。".encode())


def add_a_study(landing: Path) -> None:
    """Add the index of one demo study under another name."""
    with tempfile.TemporaryDirectory() as folder:
        studies = lay_out_indices(PROJECT_DIR / "demo", Path(folder))
        study = Path(shutil.move(studies / "liaoning", landing / "third"))
    file = study / "study.yml"
    said = yaml.safe_load(file.read_text(encoding="utf-8")) | {"code": "third"}
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


def write_a_small_study(landing: Path, doubts: str = "") -> None:
    """Write a study of one indicator, fourteen cities and ten years; ``doubts`` in YAML."""
    study = landing / "small"
    (study / "sources").mkdir(parents=True)
    years = range(2015, 2025)
    (study / "study.yml").write_text(
        "code: small\nname: {zh: 小}\nyears: {first: 2015, last: 2024}\n"
        "units: {level: prefecture, within: [辽宁省]}\nindicators:\n- {code: gdp}\n" + doubts,
        encoding="utf-8",
    )
    (study / "sources" / "gdp.yml").write_text(
        "file: gdp.csv\nunit: {name: 城市}\nyear: {column: 年份}\n"
        "values:\n- {column: 生产总值, indicator: gdp, unit: 亿元}\n",
        encoding="utf-8",
    )
    lines = [f"沈阳市,{year},{year - 1000}.0" for year in years]
    lines += [f"大连市,{year},{year - 900 + year % 7}.0" for year in years]
    (study / "gdp.csv").write_text(
        "\n".join(["城市,年份,生产总值", *lines]) + "\n", encoding="utf-8"
    )


def main(quick: bool = False) -> None:
    """Print times and ratios of one run; quick takes a study of one indicator alone."""
    with tempfile.TemporaryDirectory() as folder:
        home, landing = Path(folder) / "home", Path(folder) / "landing"
        if quick:
            write_a_small_study(landing, FEW_DOUBTS)
        else:
            shutil.copytree(PROJECT_DIR / "demo", landing)
        settings = Settings(PROJECT_DIR, home, (landing,))
        nodes = list(compiled_project(settings))
        if quick:  # models of what such a study has not would only import their libraries
            nodes = [n for n in nodes if n.language != "python" or DOMAIN in n.file]
        compiling = {} if quick else compiled_anew()
        measured = {"cold": refreshed(home, landing)}
        if not quick:
            measured["again (--force)"] = refreshed(home, landing, force=True)
        measured["unchanged"] = refreshed(home, landing)
        sql, tests = bare_sql(nodes, settings.build_file)
        python = bare_python(nodes, settings.build_file)
        tables = landing / "small" if quick else landing / "liaoning" / "tables"
        change_a_cell(sorted(tables.glob("*.csv"))[0])
        measured["one cell"] = refreshed(home, landing)
        if not quick:
            change_a_document(landing)
            measured["one document"] = refreshed(home, landing)
            add_a_study(landing)
            measured["a study more"] = refreshed(home, landing)
            write_a_small_study(Path(folder) / "alone")
            measured["one indicator"] = refreshed(Path(folder) / "other", Path(folder) / "alone")
    _print(measured, {"SQL": sql, "tests": tests, "Python": python}, compiling)


def _print(
    measured: dict[str, dict[str, Any]], bare: dict[str, float], compiling: dict[str, float]
) -> None:
    cold = measured["cold"]["whole"]
    print(f"Refreshes, whole processes; {os.cpu_count()} processors")
    if compiling:
        print(f"  dbt, once per change of code: {_said(compiling)}")
    work = sum(bare.values())
    print(f"  bare work {work:.1f} s ({_said(bare)}); cold is {cold / work:.2f} of it")
    for name, found in measured.items():
        print(
            f"  {name:<16} {found['whole']:6.2f} s {found['whole'] / cold:6.3f} of cold,"
            f" {found['made']:3d} nodes made  ({_said(found['seconds'])})"
        )
        rest = found["whole"] - sum(found["seconds"].values())
        print(
            f"  {'':<16} start and end {rest:.1f}, imports in all processes {found['imports']:.1f}"
        )
        if found["inside"]:
            print(f"  {'':<16} of the build: {_said(found['inside'])}")
    whole = {name: found["whole"] for name, found in measured.items()}
    verdicts = {
        f"cold at most {BARE_RATIO} × bare work": cold <= BARE_RATIO * work,
        f"one cell at most {TARGETS['one cell']} of cold": whole["one cell"]
        <= TARGETS["one cell"] * cold,
        f"unchanged below {TARGETS['unchanged']:.0f} s": whole["unchanged"] < TARGETS["unchanged"],
    }
    if "one indicator" in whole:
        verdicts |= {
            f"{name} at most {TARGETS[name]:.0f} s": whole[name] <= TARGETS[name]
            for name in ("cold", "one indicator")
        }
    for target, is_met in verdicts.items():
        print(f"  target: {target}: {'met' if is_met else 'missed'}")


def _said(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in seconds.items())


if __name__ == "__main__":
    main()
