"""Superset's files fit the marts: every table, column, metric and chart, without Superset."""

import re
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
        import queries
        import sql_lab

        yield {
            "assets": assets,
            "queries": queries,
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


def source_of(dataset: dict) -> str:
    """Return what stands after `from` when Superset asks a data set."""
    return (
        f"({dataset['sql']}) as asked"
        if "sql" in dataset
        else f"{dataset['schema']}.{dataset['table_name']}"
    )


def columns_of(dataset: dict) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def metrics_of(dataset: dict) -> set[str]:
    return {metric["metric_name"] for metric in dataset["metrics"]}


@pytest.mark.parametrize("name", DATASETS)
def test_every_column_of_a_data_set_exists_in_the_marts_with_its_type(name, empty_warehouse):
    dataset = DATASETS[name]
    found = empty_warehouse.execute(f"describe select * from {source_of(dataset)}").fetchall()
    types = {column: kind for column, kind, *_ in found}
    stated = {column["column_name"]: column["type"] for column in dataset["columns"]}
    assert {column: types.get(column) for column in stated} == stated


@pytest.mark.parametrize("name", DATASETS)
def test_every_metric_can_be_computed(name, empty_warehouse):
    dataset = DATASETS[name]
    for metric in dataset["metrics"]:
        (kind,) = empty_warehouse.execute(
            f"select typeof({metric['expression']}) from {source_of(dataset)}"
        ).fetchone()
        assert kind in {"BIGINT", "DOUBLE"}, f"{metric['metric_name']} is {kind}: tools break on it"


def test_a_column_that_no_mart_has_is_found(empty_warehouse):
    with pytest.raises(duckdb.BinderException):
        empty_warehouse.execute("select no_such_column from marts.mart_city_year")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_only_for_what_its_data_set_has(name, superset_modules):
    chart = CHARTS[name]
    dataset = BY_UUID[chart["dataset_uuid"]]
    query = superset_modules["queries"].query_of(chart["params"])
    assert set(query["columns"]) <= columns_of(dataset)
    assert set(query["metrics"] or []) <= metrics_of(dataset)
    assert {each["col"] for each in query["filters"]} <= columns_of(dataset)
    assert {column for column, _ in query["orderby"]} <= columns_of(dataset) | metrics_of(dataset)
    assert set(chart["params"].get("column_config", {})) <= set(query["columns"])
    assert chart["viz_type"] == chart["params"]["viz_type"]


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
    contents = assets.complete(assets.read_assets(), "duckdb:///elsewhere.duckdb", comments)
    for path, text in contents.items():
        if path.startswith("datasets/"):
            read = yaml.safe_load(text)
            tables = [table for _, table in assets.tables_of(read)]
            for column in read["columns"]:
                called = {label(column["column_name"], table)["zh"] for table in tables}
                assert column["verbose_name"] in called
    database = yaml.safe_load(contents["databases/wenmai.yaml"])
    assert database["sqlalchemy_uri"] == "duckdb:///elsewhere.duckdb"
    dataset = yaml.safe_load(contents["datasets/wenmai/city_year.yaml"])
    described = {each["column_name"]: each["description"] for each in dataset["columns"]}
    assert described["innovation_score"] == "Composite index."
    changed = assets.complete(assets.read_assets(), "duckdb:///other.duckdb", comments)
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
    asked = [
        f"select * from {source_of(DATASETS[name])} limit 1001",
        f"with a as (select 1 as x) select count(*) from a, {source_of(DATASETS[name])}",
        f"explain select * from {source_of(DATASETS[name])}",
        "show tables",
    ]
    for text in asked:
        assert superset_modules["sql_lab"].refuse_all_but_queries(text, database=None) == text


def test_superset_asks_before_it_runs_a_text():
    """Its settings are read by Superset alone, which is not here."""
    settings = (SUPERSET / "superset_config.py").read_text(encoding="utf-8")
    assert "\nSQL_QUERY_MUTATOR = refuse_all_but_queries\n" in settings
