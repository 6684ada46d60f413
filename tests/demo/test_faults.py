"""faults.csv says what stands in the files: checked cell by cell, without wenmai's readers."""

import csv
from pathlib import Path

import openpyxl
import pytest

from wenmai.settings import Settings

DEMO = Settings.from_env({}).project_dir / "demo"


def fault_lines() -> list[dict[str, str]]:
    with (DEMO / "truth" / "faults.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines_of(path: Path, sheet: str) -> list[list[object]]:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [list(row) for row in book[sheet].iter_rows(values_only=True)]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(text.splitlines()))


def heading_of(lines: list[list[object]], label: str) -> tuple[int, int]:
    """Return row and column of a heading."""
    return next(
        (row, column)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line)
        if cell == label
    )


def is_number(cell: object) -> bool:
    try:
        float(str(cell))
    except ValueError:
        return False
    return True


def looks_like(fault: dict[str, str], cell: object, line: list[object], width: int) -> bool:
    """Say whether a line shows the fault that is listed for it."""
    text = "" if cell is None else str(cell)
    checks = {
        "value_not_a_number": not is_number(text),
        "formula_without_value": text.startswith("="),
        "above_valid_max": is_number(text) and float(text) > 100,
        "below_valid_min": is_number(text) and float(text) < 0,
        "value_not_finite": text == "inf",
        "ragged_row": len(line) > width,
        "unit_unknown": fault["unit_name"] in line,
        "unit_ambiguous": fault["unit_name"] in line,
        "date_in_year_column": any("1905" in str(cell) for cell in line),
        "year_not_understood": "2O21" in line,
        "measure_unit_not_convertible": "万美元" in line,
        "measure_unit_unknown": "吊" in line,
    }
    if fault["check"] == "imputation":
        return text == ""
    return checks.get(fault["expected"], is_number(text))


@pytest.mark.parametrize(
    "fault",
    [fault for fault in fault_lines() if fault["source_file"].startswith("tables/")],
    ids=lambda fault: f"{fault['fault_code']}-{fault['row_number']}-{fault['indicator_code']}",
)
def test_the_fault_stands_where_it_is_listed(fault):
    path = DEMO / fault["study_code"] / fault["source_file"]
    lines = lines_of(path, fault["sheet_name"])
    row, column = heading_of(lines, fault["column_label"])
    line = lines[int(fault["row_number"]) - 1]
    assert int(fault["row_number"]) > row + 1
    assert looks_like(fault, line[column], line, len(lines[row]))


def test_every_kind_of_fault_is_planted():
    expected = {(line["check"], line["expected"]) for line in fault_lines()}
    reasons = {code for check, code in expected if check == "quarantine"}
    assert reasons >= {
        "unit_unknown",
        "unit_ambiguous",
        "value_not_a_number",
        "value_not_finite",
        "below_valid_min",
        "above_valid_max",
        "measure_unit_unknown",
        "measure_unit_not_convertible",
        "conflicting_duplicate",
        "date_in_year_column",
        "year_not_understood",
        "ragged_row",
        "formula_without_value",
    }
    assert {code for check, code in expected if check == "correction"} == {
        "applied",
        "guard_failed",
    }
    assert {check for check, _ in expected} >= {"collapsed", "imputation", "plausibility"}


def test_the_readme_of_a_study_names_every_fault():
    for fault in fault_lines():
        readme = (DEMO / fault["study_code"] / "README.md").read_text(encoding="utf-8")
        assert f"| {fault['row_number']} | {fault['year']} | {fault['fault']} |" in readme
