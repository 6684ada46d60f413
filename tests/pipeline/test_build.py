"""What the build makes, keeps and refuses, and that dbt by hand makes the same."""

import os
from dataclasses import replace

import duckdb
import pytest

from wenmai.build.execute import KEYS, Execution
from wenmai.build.project import Node, code_key, compiled_project

PYTHON = """
def model(dbt, session):
    rows = dbt.ref("a").df()
    rows["x"] = rows["x"] * 10
    return rows


class dbtObj:
    def __init__(self, load):
        self.ref = lambda name: load("main." + name)
"""


def table(name, code, *parents, **said):
    return Node(
        name,
        name,
        "model",
        f"models/{name}.sql",
        "",
        ("wenmai", "main", name),
        parents,
        code,
        **said,
    )


SOURCE = Node("s", "s", "source", relation=("wenmai", "raw", "s"))
A = table("a", "select x from raw.s where x > 0", "s")
B = table("b", "select sum(x)::bigint as total from main.a", "a")
V = table("v", "select * from main.a", "a", materialized="view")
P = table("p", PYTHON, "a", language="python")
TOTAL = Node(
    "t", "total_is_small", "test", parents=("b",), code="select * from main.b where total > 9"
)
NODES = (SOURCE, A, B, V, P, TOTAL)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as wenmai; use wenmai")
        connection.execute(
            "create schema raw; create table raw.s as select 1 as x, 'r1' as _load_id"
        )
        yield connection


def build(connection, nodes=NODES, tmp_path=None):
    """Build and test; return name → status, in the order in which nodes ended."""
    execution = Execution(connection, tmp_path, lambda _: None)
    execution.build(nodes)
    execution.test(nodes)
    return {node.name: node.status for node in execution.results}


def test_everything_is_made_once_and_then_kept(connection):
    first = build(connection)
    assert set(first) == {"a", "b", "v", "p", "total_is_small"}
    assert {first[name] for name in "abvp"} == {"success"}
    assert first["total_is_small"] == "pass"
    assert connection.execute("select x from main.p").fetchall() == [(10,)]
    again = build(connection)
    assert {again[name] for name in "abvp"} == {"kept"}
    assert again["total_is_small"] == "pass"


def test_a_question_that_found_nothing_is_asked_again_when_its_rows_or_its_words_change(
    connection,
):
    assert build(connection)["total_is_small"] == "pass"
    # were it asked now, it would fail: b is not what its key says
    connection.execute("update main.b set total = 10")
    assert build(connection)["total_is_small"] == "pass"
    other = replace(TOTAL, code="select * from main.b where total > 8")
    assert build(connection, (SOURCE, A, B, V, P, other))["total_is_small"] == "fail"
    assert build(connection, (SOURCE, A, B, V, P, other))["total_is_small"] == "fail"
    connection.execute("update raw.s set x = 10")
    assert build(connection)["total_is_small"] == "fail"


def test_another_load_of_the_same_rows_changes_nothing(connection):
    build(connection)
    connection.execute("update raw.s set _load_id = 'r2'")
    assert {build(connection)[name] for name in "abvp"} == {"kept"}


def test_a_change_that_a_parent_does_not_pass_on_ends_there(connection):
    build(connection)
    connection.execute("insert into raw.s values (-1, 'r2')")
    again = build(connection)
    assert again["a"] == "success"
    assert {again[name] for name in "bvp"} == {"kept"}


def test_a_changed_row_reaches_all_that_depend_on_it(connection):
    build(connection)
    connection.execute("update raw.s set x = 10")
    again = build(connection)
    assert {again[name] for name in "abvp"} == {"success"}
    assert again["total_is_small"] == "fail"
    assert connection.execute("select x from main.p").fetchall() == [(100,)]


def test_a_column_that_only_changes_its_type_is_a_change(connection):
    build(connection)
    connection.execute("create or replace table raw.s as select 1::bigint as x, 'r1' as _load_id")
    assert build(connection)["b"] == "success"


def test_other_code_is_a_change(connection):
    build(connection)
    changed = replace(B, code="select max(x)::bigint as total from main.a")
    assert build(connection, (SOURCE, A, changed, V, P, TOTAL))["b"] == "success"


def test_a_table_that_is_gone_or_of_another_kind_is_made_again(connection):
    build(connection)
    connection.execute("drop table main.b; drop view main.v")
    again = build(connection)
    assert (again["b"], again["v"], again["a"]) == ("success", "success", "kept")
    as_table = replace(V, materialized="table")
    assert build(connection, (SOURCE, A, B, as_table, P, TOTAL))["v"] == "success"
    assert build(connection)["v"] == "success"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (replace(A, code="select nothing from raw.s"), "nothing"),
        (replace(A, contract={"x": "varchar"}), "x is INTEGER, the contract says VARCHAR"),
        (replace(A, contract={"y": "integer"}), "y"),
    ],
)
def test_a_node_that_fails_names_itself_and_what_depends_on_it_is_left_out(
    connection, broken, reason
):
    build(connection)
    execution = Execution(connection, None, lambda _: None)
    nodes = (SOURCE, broken, B, V, P, TOTAL)
    execution.build(nodes)
    execution.test(nodes)
    found = {node.name: node for node in execution.results}
    assert (found["a"].status, found["a"].severity) == ("error", "error")
    assert reason in found["a"].message
    assert {found[name].status for name in ("b", "v", "p", "total_is_small")} == {"skipped"}
    # and what stood before still stands, under its old key
    assert connection.execute("select x from main.a").fetchall() == [(1,)]
    assert {build(connection)[name] for name in "abvp"} == {"kept"}


def test_a_python_model_that_fails_names_itself(connection):
    execution = Execution(connection, None, lambda _: None)
    broken = replace(P, code=PYTHON.replace("* 10", "/ nothing"))
    execution.build((SOURCE, A, B, broken))
    found = {node.name: node for node in execution.results}
    assert found["p"].status == "error"
    assert "nothing" in found["p"].message
    assert found["b"].status == "success"


def test_what_shares_a_transaction_with_a_node_that_fails_stands_all_the_same(connection):
    broken = replace(A, key="f", name="f", relation=("wenmai", "main", "f"), code="select nothing")
    nodes = (SOURCE, A, V, broken, B)
    first = build(connection, nodes)
    assert {first[name] for name in "avb"} == {"success"}
    assert first["f"] == "error"
    assert connection.execute("select total from main.b").fetchall() == [(1,)]
    again = build(connection, nodes)
    assert {again[name] for name in "avb"} == {"kept"}
    assert again["f"] == "error"


def test_a_model_that_no_study_reaches_starts_no_process(connection, monkeypatch):
    monkeypatch.setattr("wenmai.build.python_model.workers", lambda: pytest.fail("started"))
    connection.execute("delete from raw.s")
    assert build(connection)["p"] == "success"
    assert connection.execute("select count(*) from main.p").fetchall() == [(0,)]


def test_a_test_that_cannot_be_asked_is_an_error_and_one_that_warns_a_warning(connection):
    broken = replace(TOTAL, code="select nothing from main.b")
    warning = replace(TOTAL, key="w", name="warns", severity="warn", code="select * from main.b")
    found = build(connection, (SOURCE, A, B, broken, warning))
    assert (found["total_is_small"], found["warns"]) == ("error", "warn")


def test_a_study_of_one_kind_of_model_is_asked_all_tests_of_its_domain(connection):
    """Whatever its section of study.yml: no test hangs on another kind of model."""
    connection.execute(
        "create table raw.study_regressions (x integer);"
        "create table raw.study_var_models as select 7 as x"
    )
    nodes = [
        node
        for kind in ("regressions", "var_models")
        for node in (
            Node(kind, kind, "source", relation=("wenmai", "raw", f"study_{kind}")),
            table(f"of_{kind}", f"select x from raw.study_{kind}", kind),
            replace(
                TOTAL,
                key=f"t_{kind}",
                name=f"{kind}_are_small",
                parents=(f"of_{kind}",),
                code=f"select * from main.of_{kind} where x > 5",
            ),
        )
    ]
    found = build(connection, nodes)
    assert (found["regressions_are_small"], found["var_models_are_small"]) == ("pass", "fail")


def test_below_a_failed_test_nothing_is_asked_and_beside_it_everything(connection):
    every_x = replace(
        TOTAL, key="x", name="x_is_small", parents=("a",), code="select * from main.a"
    )
    views = replace(
        TOTAL, key="w", name="views_are_empty", parents=("v",), code="select * from main.v"
    )
    sources = replace(
        TOTAL, key="r", name="s_has_rows", parents=("s",), code="select 1 where false"
    )
    found = build(connection, (*NODES, every_x, views, sources))
    assert next(name for name in found if name not in "abvp") == "s_has_rows"
    assert (found["s_has_rows"], found["x_is_small"]) == ("pass", "fail")
    assert (found["total_is_small"], found["views_are_empty"]) == ("skipped", "skipped")


def test_another_pytest_file_is_no_other_project(tmp_path):
    for name in ("models/a.sql", "tests/a.sql", "tests/deep/test_a.py", "python_models/b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    before = code_key(tmp_path)
    (tmp_path / "tests/deep/test_a.py").write_text("other")
    assert code_key(tmp_path) == before
    (tmp_path / "tests/a.sql").write_text("other")
    assert code_key(tmp_path) != before


def test_keys_of_another_version_are_forgotten(connection):
    build(connection)
    connection.execute(f"create or replace table {KEYS} as select 'a' as node")
    assert build(connection)["a"] == "success"


def test_a_project_is_compiled_once_for_all_warehouses(settings, tmp_path, monkeypatch):
    compiled_project(settings)
    monkeypatch.setattr("wenmai.build.project._compile", lambda _: pytest.fail("compiled again"))
    nodes = compiled_project(replace(settings, home=tmp_path / "other"))
    places = {node.key: place for place, node in enumerate(nodes)}
    for node in nodes:
        for parent in node.parents:
            assert places[parent] < places[node.key]


@pytest.mark.slow
def test_dbt_by_hand_makes_the_same_tables_and_asks_the_same_tests(built_by_hand):
    assert not built_by_hand.failure
    nodes = built_by_hand.before.result.build.nodes
    # what stands in a warehouse without studies is taken over, and dbt makes it
    made = {"kept": "success"}
    assert built_by_hand.statuses("model", "seed", "test") == {
        node.name: made.get(node.status, node.status) for node in nodes
    }
    before, after = (
        warehouse.settings.build_file for warehouse in (built_by_hand.before, built_by_hand.after)
    )
    assert _tables(after) == _tables(before)
    with duckdb.connect(str(after), read_only=True) as connection:
        # and the next refresh does not take these tables for its own
        found = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'wenmai_build'"
        )
        # (what was read of each study is as it was: dbt touches no raw table)
        assert found.fetchall() == [("read_studies",)]


def _tables(file):
    """Return columns, number of rows and hash of every mart and intermediate table."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name in ('marts', 'quality', 'intermediate', 'reference') order by all"
        ).fetchall()
        return {
            name: (
                connection.execute(
                    f"select column_name, column_type from (describe {name})"
                ).fetchall(),
                connection.execute(
                    f"select count(*), sum(hash(t))::varchar from {name} as t"
                ).fetchone(),
            )
            for (name,) in names
        }


def test_workers_leave_those_of_joblib_alone_and_come_back_when_one_was_killed():
    from joblib import Parallel, delayed

    from wenmai.workers import workers

    assert workers().submit(abs, -1).result() == 1
    assert Parallel(2)(delayed(abs)(number) for number in (-1, -2)) == [1, 2]
    with pytest.raises(Exception, match="terminated"):
        workers().submit(os._exit, 3).result()
    assert workers().submit(abs, -2).result() == 2
