"""The SQL shell reads the published tables and nothing else."""

import io
import json
import shutil

import duckdb
import pytest
from rich.cells import cell_len

from wenmai.cli.shell import Shell
from wenmai.errors import WenmaiError

NAMES = "select unit_code, unit_name_zh from marts.dim_units order by 1"


def test_a_query_prints_an_aligned_table(wenmai, warehouse):
    code, out, _ = wenmai(
        "sql",
        "select unit_name_zh, innovation_score as score from marts.fct_innovation_index "
        "join marts.dim_units using (unit_code) order by 2 desc",
    )
    assert code == 0
    _, first, second, rows = [line.rstrip() for line in out.splitlines()]
    assert first.split() == ["沈阳市", "0.71234"]
    assert second.split() == ["大兴安岭地区", "0.10000"]
    assert cell_len(first) == cell_len(second)  # a Chinese character is two cells wide
    assert rows == "2 rows"


def test_more_rows_than_the_limit_are_announced(wenmai, warehouse):
    _, out, _ = wenmai("sql", "--limit", "1", NAMES)
    assert "沈阳市" in out
    assert "大兴安岭地区" not in out
    assert "Only 1 row shown" in out


def test_csv_holds_all_rows_and_neutralises_formulas(wenmai, warehouse):
    _, out, _ = wenmai("sql", "--csv", f"{NAMES}; select '=1+1' as cell, -3 as number")
    assert (
        out == "unit_code,unit_name_zh\n210100,沈阳市\n232700,大兴安岭地区\ncell,number\n'=1+1,-3\n"
    )


def test_json_keeps_types_and_chinese(wenmai, warehouse):
    _, out, _ = wenmai(
        "sql", "--json", "select '沈阳' as name, 1.5::decimal(4, 2) as x, date '2026-01-02' as day"
    )
    assert json.loads(out) == [{"name": "沈阳", "x": 1.5, "day": "2026-01-02"}]
    assert "沈阳" in out


def test_no_rows_are_an_empty_json_list(wenmai, warehouse):
    _, out, _ = wenmai("sql", "--json", "select 1 as x where false")
    assert json.loads(out) == []


def test_a_table_answers_to_its_name_without_its_schema(wenmai, warehouse):
    code, out, _ = wenmai(
        "sql",
        "--csv",
        "select count(*) as n from dim_units; select count(*) as n from fct_quarantine",
    )
    assert (code, out) == (0, "n\n2\nn\n4\n")


@pytest.mark.parametrize(
    "statement",
    [
        "create table marts.mine as select 1",
        "delete from marts.dim_units",
        "drop table marts.dim_units",
        "update marts.dim_units set unit_name_zh = ''",
    ],
)
def test_nothing_can_be_changed(wenmai, warehouse, statement):
    code, _, err = wenmai("sql", statement)
    assert code == 1
    assert "read-only" in err
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.dim_units").fetchone() == (2,)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{other}')",
        "select * from read_text('{other}')",
        "copy marts.dim_units to '{other}.csv'",
        "attach '{other}.duckdb'",
        "set enable_external_access = true",
        "export database '{other}'",
        "load httpfs",
    ],
)
def test_no_other_file_can_be_reached(wenmai, warehouse, tmp_path, statement):
    other = tmp_path / "other"
    other.write_text("secret\n")
    code, out, err = wenmai("sql", statement.format(other=other))
    assert code == 1
    assert "secret" not in out + err
    assert list(tmp_path.glob("other*")) == [other]


@pytest.mark.parametrize(
    "statement",
    [
        "call enable_logging(storage = 'file', storage_path = '{other}')",
        "from enable_logging(storage = 'file', storage_path = '{other}')",
        'select (select count(*) from system.main."Enable_Logging"())',
        "with a as (from truncate_duckdb_logs()) select 1",
        "from query('from enable_logging()')",
        "explain analyze from enable_logging/**/()",
        "pivot (select 1 as a from enable_logging()) on a using count(*)",
        "prepare p as from enable_logging()",
        "pragma enable_profiling",
        "create temp table mine as select 1",
        "set threads = 1",
        "select 1; call enable_logging()",
        "from json_execute_serialized_sql(json_serialize_sql('from enable_logging()'))",
    ],
)
def test_what_is_not_a_query_is_refused_before_it_runs(wenmai, warehouse, tmp_path, statement):
    code, out, err = wenmai("sql", statement.format(other=tmp_path / "other"))
    assert code == 1
    assert "read-only" in err or "may not call" in err
    assert "1" not in out
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "query",
    [
        "pivot dim_units on unit_code using count(*)",
        "explain select count(*) from dim_units",
        "summarize dim_units",
        "describe dim_units",
        "show tables",
        "pragma table_info('dim_units')",
        "from range(3), (values (1)) as one (n)",
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) from r",
        "select unnest([1, 2]) -- two",
        "from duckdb_columns()",
    ],
)
def test_every_way_to_ask_for_rows_is_open(wenmai, warehouse, query):
    code, out, err = wenmai("sql", query)
    assert (code, err) == (0, "")
    assert out


def test_a_wrong_name_is_one_error_with_duckdbs_suggestion(wenmai, warehouse):
    code, _, err = wenmai("sql", "select * from marts.dim_unit")
    assert code == 1
    assert "dim_units" in err
    assert "Traceback" not in err


def test_statements_come_from_a_pipe(wenmai, warehouse, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("select 1 as one;\nselect 2 as two;\n"))
    code, out, _ = wenmai("sql", "--csv")
    assert (code, out) == (0, "one\n1\ntwo\n2\n")


def test_dot_commands_list_tables_and_columns(wenmai, warehouse):
    _, out, _ = wenmai("sql", ".tables")
    assert "marts.dim_units" in out
    assert "One row per unit." in out
    _, out, _ = wenmai("sql", ".schema dim_units")
    assert "unit_name_zh" in out
    code, _, err = wenmai("sql", ".schema dim_unit")
    assert code == 1
    assert ".tables" in err


def typed(monkeypatch, *lines):
    """Let a user type these lines, then leave."""
    waiting = iter(lines)

    def answer(prompt):
        try:
            line = next(waiting)
        except StopIteration:
            raise EOFError from None
        if line is KeyboardInterrupt:
            raise KeyboardInterrupt
        return line

    monkeypatch.setattr("builtins.input", answer)


def test_a_statement_may_take_several_lines(home, warehouse, monkeypatch, capsys):
    typed(monkeypatch, "select ';'", "  as semicolon", ";", ".quit", "never read")
    with Shell(settings_of(home)) as shell:
        shell.prompt()
    assert "semicolon" in capsys.readouterr().out


def test_an_error_or_ctrl_c_does_not_end_the_prompt(home, warehouse, monkeypatch, capsys):
    typed(monkeypatch, "select nothing;", "select (", KeyboardInterrupt, "select 42 as answer;")
    with Shell(settings_of(home)) as shell:
        shell.prompt()
    printed = capsys.readouterr()
    assert "nothing" in printed.err
    assert "answer" in printed.out


def test_the_prompt_follows_a_new_release(home, warehouse, monkeypatch, capsys):
    new = warehouse.with_name("next.duckdb")
    shutil.copy(warehouse, new)
    with duckdb.connect(str(new)) as connection:
        connection.execute("insert into marts.dim_units values ('220200', '吉林市', 'Jilin')")
    with Shell(settings_of(home), "csv") as shell:
        new.replace(warehouse)
        typed(monkeypatch, "select count(*) as n from marts.dim_units;")
        shell.prompt()
    printed = capsys.readouterr()
    assert "n\n3\n" in printed.out
    assert "new release" in printed.err


def test_without_a_release_the_way_out_is_named(home):
    with pytest.raises(WenmaiError, match="wenmai refresh"):
        Shell(settings_of(home))


def settings_of(home):
    from wenmai.settings import Settings

    return Settings.from_env({"WENMAI_HOME": str(home)})
