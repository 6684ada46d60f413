"""Every column of a mart is called something in both languages, in one place."""

import re
from collections.abc import Mapping

import pytest
import yaml

from wenmai.labels import label
from wenmai.publish.workbook_sheets import NAMES, all_sheets
from wenmai.sentences import catalogue

LABELS = {
    code.removeprefix("columns."): row
    for code, row in catalogue().items()
    if code.startswith("columns.")
}


@pytest.fixture(scope="module")
def marts(project_dir) -> Mapping[str, set[str]]:
    """Return mart → its columns, as its YAML names them."""
    return {
        model["name"]: {column["name"] for column in model["columns"]}
        for path in (project_dir / "models" / "marts").rglob("*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
    }


def test_every_column_of_every_mart_has_a_label(marts):
    assert len(marts) > 100
    without = {
        f"{mart}.{column}"
        for mart, columns in marts.items()
        for column in columns
        if column not in LABELS and f"{mart}.{column}" not in LABELS
    }
    assert without == set(), "to be written into seeds/words/python/columns.csv"


def test_every_label_has_a_column_and_an_exception_says_something_else(marts):
    known = {column for columns in marts.values() for column in columns}
    for name, row in LABELS.items():
        mart, _, column = name.rpartition(".")
        assert column in (marts[mart] if mart else known), name
        assert not mart or row["zh"] != LABELS.get(column, {}).get("zh"), name


def test_labels_are_short_and_chinese_ones_speak_chinese():
    for name, row in LABELS.items():
        assert len(row["zh"]) <= 24, name
        # names of parameters and statistics are the same everywhere
        assert re.search("[一-龥]", row["zh"]) or name == "r_squared", name
        assert not re.search("[。_]", row["zh"]), name


def test_columns_of_one_mart_have_different_labels(marts):
    for mart, columns in marts.items():
        called = [label(column, mart)["zh"] for column in sorted(columns)]
        twice = {text for text in called if called.count(text) > 1}
        assert twice == set(), mart


def test_a_table_calls_a_column_its_own_way():
    assert label("value", "fct_impulse_responses") != label("value", "dim_units")
    with pytest.raises(KeyError):
        label("no_such_column")


def test_headings_of_workbooks_are_labels():
    for sheet in all_sheets():
        assert all(label(column, sheet.table)["zh"] for column in sheet.columns)
    assert [label(name.column, name.table)["zh"] for name in NAMES.values()] == [
        *("地区", "指标", "发展路径"),
    ]
