"""The command line speaks the language of who sits before it: each command's screen, in Chinese."""

import re

import duckdb
import pytest
from support.small_warehouse import MADE, RELEASE

from wenmai.cli.app import app
from wenmai.cli.spoken import commands, prepared
from wenmai.errors import Problem, ProblemsFound
from wenmai.refreshes.log import RefreshEntry, append
from wenmai.sentences import catalogue, speaking

# Three words in a row are a sentence; names of commands, files and columns are fewer.
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")
COMMAND_LINE = re.compile(r"(?:wenmai|dbt)(?: [a-z-]+)+")
CHINESE = re.compile("[一-龥]")
WRONG_STUDY = """
code: east
years: {first: 2020, lasst: 2010}
name: {zh: 1, en: East}
units: {level: prefecture, within: [辽宁]}
regressions: [{code: m, dependent: gdp, regressors: [gdp], effects: fixd}]
networks: [{code: n, kind: gravity}]
""".lstrip()


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("WENMAI_LANG", "zh_CN")


def test_every_command_and_parameter_is_explained_in_the_catalogue():
    wanted = set()
    for code, command in commands(prepared(app)):
        wanted.add(code)
        for parameter in command.params:
            own, shared = f"{code}.{parameter.name}", f"help.{parameter.name}"
            wanted.add(own if own in catalogue() else shared)
    explained = {code for code in catalogue() if code.partition(".")[0] == "help"}
    assert wanted <= explained, "write it into seeds/words/python/help.csv"
    rest = {code.removesuffix(".more") for code in explained - wanted} - {"help.help"}
    assert rest <= wanted, "no command has it"


@pytest.mark.parametrize(
    "words",
    [code.split(".")[1:] for code, _ in commands(prepared(app))],
    ids=str,
)
def test_help_is_chinese(wenmai, words):
    _, out, _ = wenmai(*words, "--help")
    assert "用法" in out and "选项" in out and "Usage" not in out
    assert not ENGLISH.search(COMMAND_LINE.sub("", out))
    assert not re.search(r"…\s*│", out), "cut off"


@pytest.mark.parametrize(
    "words",
    [
        ["refersh"],
        ["refresh", "--studdy", "a"],
        ["export"],
        ["status", "east", "west"],
        ["sql", "--csv", "--json", "select 1"],
        ["status", "--study", "northest"],
        ["sql", "drop table marts.dim_units"],
        ["sql", "select * from enable_logging()"],
        ["sql", ".nonsense"],
        ["releases", "list"],
        ["what-if", "east", "沈阳市", "gdp=9"],
        ["list", "indicator"],
    ],
    ids=" ".join,
)
def test_what_goes_wrong_is_said_in_chinese(wenmai, warehouse, words):
    code, out, err = wenmai(*words)
    assert code in {0, 1, 2}
    said = [line for line in (out + err).splitlines() if line.strip()]
    assert said and all(CHINESE.search(line) for line in said), said
    assert not ENGLISH.search(out + err)


def test_status_is_chinese_and_its_reasons_too(wenmai, warehouse, settings):
    with duckdb.connect(str(warehouse)) as connection:
        for table, columns in (
            ("fct_quarantine", {"reason_zh": "“沈阳[市]”未知。", "way_out_zh": "请更正名称。"}),
            ("fct_plausibility", {"finding_zh": "水平发生跳变。"}),
        ):
            for column, text in columns.items():
                connection.execute(f"alter table quality.{table} add column {column} varchar")
                connection.execute(f"update quality.{table} set {column} = ?", [text])
    append(settings, RefreshEntry("20260102T030405Z-bad", "running", MADE).ended("failed"))
    _, out, _ = wenmai("status")
    for text in (f"版本{RELEASE}", "最近的更新", "已发布", "失败", "各文件的记录数", "隔离记录：4"):
        assert text in out
    assert not ENGLISH.search(out.replace("wenmai sql", ""))
    _, out, _ = wenmai("status", "--quarantine")
    assert "4条记录" in out and "请更正名称。" in out and "“沈阳[市]”未知。" in out
    _, out, _ = wenmai("status", "--plausibility")
    assert "水平发生跳变。" in out and "corrections.csv" in out


def test_problems_are_counted_in_chinese(wenmai, monkeypatch):
    from wenmai.cli import refresh as refresh_command

    def fail(*_):
        raise ProblemsFound([Problem("a/study.yml", "years", "缺少。")] * 2)

    monkeypatch.setattr(refresh_command, "run_plainly", fail)
    _, _, err = wenmai("refresh")
    assert err.splitlines()[:2] == ["错误：发现2个问题：", "  a/study.yml：years：缺少。"]


def test_check_says_in_chinese_what_is_wrong_with_a_study(wenmai, tmp_path):
    (tmp_path / "east").mkdir()
    (tmp_path / "east" / "study.yml").write_text(WRONG_STUDY, encoding="utf-8")
    code, _, err = wenmai("check", "--landing", tmp_path)
    assert code == 1
    head, *problems = err.splitlines()
    assert head == "错误：发现5个问题："
    assert problems[0] == "  east/study.yml：years.lasst（第2行）：未知的键。是否指“last”？"
    assert all(CHINESE.search(line) for line in problems)
    assert not ENGLISH.search(err)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"WENMAI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
    ],
    ids=str,
)
def test_the_language_is_that_of_the_variable_else_of_the_locale(
    monkeypatch, environment, language
):
    for name in ("WENMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert speaking() == language
