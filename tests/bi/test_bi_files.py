"""Superset's files fit the marts: every table, column, metric and chart, without Superset."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
import yaml

from wenmai.errors import WenmaiError
from wenmai.labels import label

PROJECT = Path(__file__).resolve().parents[2]
SUPERSET = PROJECT / "bi" / "superset"
ASSETS = SUPERSET / "assets"


def read(folder: str) -> dict[str, dict]:
    """Return the files of one kind by their stem."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((ASSETS / folder).rglob("*.yaml"))
    }


DATASETS, CHARTS = read("datasets"), read("charts")
DASHBOARD = read("dashboards")["wenmai"]
DATABASE = read("databases")["wenmai"]
BY_UUID = {dataset["uuid"]: dataset for dataset in DATASETS.values()}


@pytest.fixture(scope="module")
def superset_modules() -> Iterator[dict[str, ModuleType]]:
    """Return the modules that need no Superset; they import each other by their bare names."""
    sys.path.insert(0, str(SUPERSET))
    try:
        import assets
        import current_release
        import fitted
        import queries
        import sql_lab

        yield {
            "assets": assets,
            "queries": queries,
            "fitted": fitted,
            "current_release": current_release,
            "sql_lab": sql_lab,
        }
    finally:
        sys.path.remove(str(SUPERSET))


@pytest.fixture(scope="module")
def empty_warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a warehouse of empty tables, as the contracts of the marts describe them."""
    connection = duckdb.connect()
    connection.execute("create schema marts; create schema quality")
    for path in sorted((PROJECT / "models" / "marts").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            schema = "quality" if path.parent.name == "quality" else "marts"
            columns = [f'"{each["name"]}" {each["data_type"]}' for each in model["columns"]]
            listed = ", ".join([*columns, "_release_id varchar"])
            connection.execute(f"create table {schema}.{model['name']} ({listed})")
    yield connection
    connection.close()


def columns_of(dataset: dict) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def stored(dataset: dict) -> dict[str, str]:
    """Return the columns that a data set reads as they are; the others say a code in words."""
    return {
        column["column_name"]: column["type"]
        for column in dataset["columns"]
        if not column.keys() & {"words_of", "expression"}
    }


def metrics_of(dataset: dict) -> set[str]:
    return {metric["metric_name"] for metric in dataset["metrics"]}


@pytest.mark.parametrize("name", DATASETS)
def test_every_column_of_a_data_set_exists_in_the_marts_with_its_type(
    name, empty_warehouse, superset_modules
):
    dataset = DATASETS[name]
    source = superset_modules["fitted"].source_of(dataset)
    found = empty_warehouse.execute(f"describe select * from {source}").fetchall()
    types = {column: kind for column, kind, *_ in found}
    stated = stored(dataset)
    assert {column: types.get(column) for column in stated} == stated
    coded = [each["words_of"] for each in dataset["columns"] if "words_of" in each]
    assert set(coded) <= stated.keys()
    for column in coded:
        said = superset_modules["fitted"].words_of(column)
        assert empty_warehouse.execute(f"select {said} from {source}").fetchall() == []


@pytest.mark.parametrize("name", DATASETS)
def test_every_metric_can_be_computed(name, empty_warehouse, superset_modules):
    dataset = DATASETS[name]
    source = superset_modules["fitted"].source_of(dataset)
    for metric in dataset["metrics"]:
        (kind,) = empty_warehouse.execute(
            f"select typeof({metric['expression']}) from {source}"
        ).fetchone()
        assert kind in {"BIGINT", "DOUBLE"}, f"{metric['metric_name']} is {kind}: tools break on it"


def test_a_column_that_no_mart_has_is_found(empty_warehouse):
    with pytest.raises(duckdb.BinderException):
        empty_warehouse.execute("select no_such_column from marts.mart_city_year")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_only_for_what_its_data_set_has(name, superset_modules):
    chart = CHARTS[name]
    dataset = BY_UUID[chart["dataset_uuid"]]
    known = columns_of(dataset) | metrics_of(dataset)
    for query in superset_modules["queries"].queries_of(chart["params"]):
        asked = {*query["columns"], *(query["metrics"] or [])}
        assert set(query["columns"]) <= columns_of(dataset)
        assert set(query["metrics"] or []) <= metrics_of(dataset)
        assert {each["col"] for each in query["filters"]} <= columns_of(dataset)
        assert {column for column, _ in query["orderby"]} <= known
        assert set(chart["params"].get("column_config", {})) <= asked
    assert chart["viz_type"] == chart["params"]["viz_type"]


def test_a_table_calls_its_metrics_by_words():
    for name, chart in CHARTS.items():
        if chart["viz_type"] == "table":
            metrics = {
                each["metric_name"]: each for each in BY_UUID[chart["dataset_uuid"]]["metrics"]
            }
            for metric in chart["params"].get("metrics", []):
                assert metrics[metric].keys() & {"label_of", "verbose_name"}, (name, metric)


def test_a_chart_of_an_unknown_type_is_refused_with_the_way_out(superset_modules):
    with pytest.raises(ValueError, match=r"sunburst_v2: describe its query here"):
        superset_modules["queries"].query_of({"viz_type": "sunburst_v2"})


def test_every_chart_stands_on_the_dashboard_once():
    placed = [each["meta"] for each in DASHBOARD["position"].values()
              if isinstance(each, dict) and each["type"] == "CHART"]  # fmt: skip
    charts = {chart["uuid"]: chart["slice_name"] for chart in CHARTS.values()}
    assert sorted(each["uuid"] for each in placed) == sorted(charts)
    assert {each["uuid"]: each["sliceName"] for each in placed} == charts


def test_rows_of_the_dashboard_are_full_and_all_parts_hang_together():
    parts = {key: each for key, each in DASHBOARD["position"].items() if isinstance(each, dict)}
    for key, part in parts.items():
        assert part["id"] == key
        for child in part.get("children", []):
            assert parts[child]["parents"][-1] == key
        if part["type"] == "ROW":
            assert sum(parts[child]["meta"]["width"] for child in part["children"]) == 12


def test_filters_of_the_dashboard_speak_of_columns_that_exist():
    numbers = {each["meta"]["chartId"] for each in DASHBOARD["position"].values()
               if isinstance(each, dict) and each["type"] == "CHART"}  # fmt: skip
    for each in DASHBOARD["metadata"]["native_filter_configuration"]:
        for target in each["targets"]:
            assert target["column"]["name"] in columns_of(BY_UUID[target["datasetUuid"]])
        assert set(each["scope"]["excluded"]) <= numbers


def test_identifiers_are_unique_and_name_one_database():
    listed = [asset["uuid"] for kind in (DATASETS, CHARTS) for asset in kind.values()]
    listed += [DASHBOARD["uuid"], DATABASE["uuid"]]
    assert len(listed) == len(set(listed))
    assert {dataset["database_uuid"] for dataset in DATASETS.values()} == {DATABASE["uuid"]}


def test_the_warehouse_is_opened_for_reading_only():
    arguments = DATABASE["extra"]["engine_params"]["connect_args"]
    assert arguments["read_only"] is True
    assert arguments["config"]["enable_external_access"] is False
    assert not DATABASE["allow_dml"]


def test_no_file_names_a_place_of_one_machine():
    machine = re.compile(r"/(?:home|root|Users|tmp|var|opt|mnt|srv)/|[A-Z]:\\|duckdb:////")
    for path in SUPERSET.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert not machine.search(path.read_text(encoding="utf-8")), path.name


def test_the_address_and_the_descriptions_come_at_the_import(superset_modules):
    assets = superset_modules["assets"]
    comments = {("marts", "mart_city_year"): {"innovation_score": "Composite index."}}
    colours = {"辽宁省": "#1f5c7a"}
    contents = assets.complete(
        assets.read_assets(), "duckdb:///elsewhere.duckdb", comments, colours
    )
    for path, text in contents.items():
        if path.startswith("datasets/"):
            read = yaml.safe_load(text)
            tables = [table for _, table in assets.tables_of(read)]
            stated = DATASETS[path.rpartition("/")[2].removesuffix(".yaml")]["columns"]
            for column, asked in zip(read["columns"], stated, strict=True):
                name = asked.get("label_of", asked.get("words_of", asked["column_name"]))
                assert column["verbose_name"] in {label(name, table)["zh"] for table in tables}
                assert ("expression" in column) == bool(asked.keys() & {"words_of", "expression"})
    database = yaml.safe_load(contents["databases/wenmai.yaml"])
    assert database["sqlalchemy_uri"] == "duckdb:///elsewhere.duckdb"
    dataset = yaml.safe_load(contents["datasets/wenmai/city_year.yaml"])
    described = {each["column_name"]: each["description"] for each in dataset["columns"]}
    assert described["innovation_score"] == "Composite index."
    said = yaml.safe_load(contents["dashboards/wenmai.yaml"])["metadata"]["label_colors"]
    assert said.items() >= colours.items()
    changed = assets.complete(assets.read_assets(), "duckdb:///other.duckdb", comments, colours)
    assert assets.mark_of(contents) != assets.mark_of(changed)


def test_a_release_is_opened_under_a_name_of_its_own(superset_modules, tmp_path):
    link_to_current = superset_modules["current_release"].link_to_current
    serving, folder, links, handles = tmp_path / "wenmai.duckdb", tmp_path / "open", [], []
    for number in range(3):
        part = tmp_path / "part"
        with duckdb.connect(str(part)) as connection:
            connection.execute(f"create table release as select {number} as number")
        part.replace(serving)
        links.append(link_to_current(serving, folder))
        assert link_to_current(serving, folder) == links[-1], "one name for one release"
        handles.append(duckdb.connect(str(links[-1]), read_only=True))
    # all three are open at once in one process, and each shows its own release
    assert [each.execute("from release").fetchone() for each in handles] == [(0,), (1,), (2,)]
    assert [link.exists() for link in links] == [False, True, True], "only the last two stay"
    for each in handles:
        each.close()


def test_without_a_serving_file_the_file_itself_is_named(superset_modules, tmp_path):
    missing = tmp_path / "wenmai.duckdb"
    assert superset_modules["current_release"].link_to_current(missing, tmp_path / "o") == missing


def test_the_exposure_names_exactly_the_marts_that_the_dashboard_reads(superset_modules):
    tables_of = superset_modules["assets"].tables_of
    read_tables = {table for each in DATASETS.values() for _, table in tables_of(each)}
    content = yaml.safe_load((PROJECT / "models/exposures.yml").read_text(encoding="utf-8"))
    (exposure,) = [each for each in content["exposures"] if each["name"] == "superset_dashboard"]
    named = {re.search(r"ref\('(\w+)'\)", each).group(1) for each in exposure["depends_on"]}
    assert exposure["type"] == "dashboard"
    assert named == read_tables


def test_the_lock_pins_every_requirement_and_names_no_index():
    lock = (SUPERSET / "requirements.lock").read_text(encoding="utf-8")
    wanted = (SUPERSET / "requirements.in").read_text(encoding="utf-8")
    assert "://" not in lock
    for pin in re.findall(r"^[a-z-]+==\S+", wanted, flags=re.M):
        assert f"{pin} \\" in lock.splitlines(), f"{pin} is not locked: run `make lock`"


@pytest.mark.parametrize(
    "text",
    [
        "call enable_logging(storage = 'file', storage_path = 'log')",
        "-- a\nselect 1; call enable_logging(storage = 'file', storage_path = 'log')",
        "select * from enable_logging()",
        "set threads = 1",
        "attach 'other.duckdb'",
        "copy marts.dim_units to 'units.csv'",
        "pragma enable_profiling",
    ],
)
def test_sql_lab_refuses_what_asks_for_no_rows(superset_modules, text):
    """DuckDB lets the first one through although every file is shut, and ends with it."""
    with pytest.raises((WenmaiError, duckdb.Error)):
        superset_modules["sql_lab"].refuse_all_but_queries(text, database=None)


@pytest.mark.parametrize("name", DATASETS)
def test_sql_lab_takes_what_the_data_sets_ask(superset_modules, name):
    source = superset_modules["fitted"].source_of(DATASETS[name])
    asked = [
        f"select * from {source} limit 1001",
        f"with a as (select 1 as x) select count(*) from a, {source}",
        f"explain select * from {source}",
        "show tables",
    ]
    for text in asked:
        assert superset_modules["sql_lab"].refuse_all_but_queries(text, database=None) == text


def test_superset_asks_before_it_runs_a_text():
    """Its settings are read by Superset alone, which is not here."""
    settings = (SUPERSET / "superset_config.py").read_text(encoding="utf-8")
    assert "\nSQL_QUERY_MUTATOR = refuse_all_but_queries\n" in settings


def test_charts_without_rows_are_left_out_and_the_others_take_their_room(
    superset_modules, empty_warehouse
):
    fitted, assets = superset_modules["fitted"], superset_modules["assets"].read_assets()
    everything = {chart["uuid"] for chart in CHARTS.values()}
    assert fitted.empty_charts(assets, empty_warehouse) >= everything - {
        CHARTS["cities"]["uuid"], CHARTS["observed_share"]["uuid"]
    }  # fmt: skip
    empty_warehouse.execute("insert into marts.mart_city_year (unit_code) values ('210100')")
    filled = everything - fitted.empty_charts(assets, empty_warehouse)
    empty_warehouse.execute("delete from marts.mart_city_year")
    assert filled == {
        chart["uuid"] for chart in CHARTS.values()
        if chart["dataset_uuid"] == DATASETS["city_year"]["uuid"]
    }  # fmt: skip
    kept = fitted.without(assets, everything - filled)
    assert {asset["uuid"] for path, asset in kept.items() if path.startswith("charts/")} == filled
    position = kept["dashboards/wenmai.yaml"]["position"]
    parts = {key: part for key, part in position.items() if isinstance(part, dict)}
    placed = {part["meta"]["uuid"] for part in parts.values() if part["type"] == "CHART"}
    assert placed == filled
    rows = [part for part in parts.values() if part["type"] == "ROW"]
    assert all(sum(parts[key]["meta"]["width"] for key in row["children"]) == 12 for row in rows)
    assert [part["id"] for part in parts.values() if part["type"] == "HEADER"] == [
        "HEADER_ID", "HEADER-1",
    ]  # fmt: skip
    assert position["GRID_ID"]["children"][0] == "HEADER-1"
    assert fitted.without(assets, set()) == assets


def test_a_province_and_a_path_have_one_colour_in_every_release(superset_modules, empty_warehouse):
    fitted, codes = superset_modules["fitted"], superset_modules["assets"].province_codes()
    assert len(codes) == 34
    empty_warehouse.execute(
        "insert into marts.dim_units (unit_code, province_code, province_name_zh) values"
        " ('210100', '210000', '辽宁省'), ('220100', '220000', '吉林省'), ('CHE', 'x', '瑞士')"
    )
    both = fitted.colours(empty_warehouse, codes)
    empty_warehouse.execute("delete from marts.dim_units where unit_code = '210100'")
    one = fitted.colours(empty_warehouse, codes)
    empty_warehouse.execute("delete from marts.dim_units")
    assert set(both) == {"辽宁省", "吉林省"}
    assert both["辽宁省"] != both["吉林省"] == one["吉林省"]


def test_what_make_bi_needs_is_looked_at_before_anything_is_installed(tmp_path, project_dir):
    """Neither the release nor the port nor the language needs Superset."""
    script = SUPERSET / "serve.py"
    (tmp_path / "serving").mkdir()

    def check(**said: str) -> str:
        environment = {**os.environ, "WENMAI_HOME": str(tmp_path), "WENMAI_LANG": "zh", **said}
        done = subprocess.run(
            [sys.executable, script, "--check"], env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert (done.returncode == 0) == (done.stderr == "")
        return done.stderr

    assert "wenmai refresh" in check()
    (tmp_path / "serving" / "wenmai.duckdb").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"端口{port}已被" in check(WENMAI_BI_PORT=port)
    assert "不是1024至65535之间的端口" in check(WENMAI_BI_PORT="80_88")
    assert "WENMAI_BI_LANGUAGE" in check(WENMAI_BI_LANGUAGE="fr")
    assert check(WENMAI_BI_PORT=port) == ""
