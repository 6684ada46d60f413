"""Codes on the pages have words in both languages."""

import re

from wenmai.atlas.words import CODED
from wenmai.labels import code_name
from wenmai.sentences import catalogue

NAMED = {code.removeprefix("codes.") for code in catalogue() if code.startswith("codes.")}


def test_every_reason_of_the_quarantine_has_a_word():
    reasons = {
        code.removeprefix("quarantine.") for code in catalogue() if code.startswith("quarantine.")
    }
    assert len(reasons) > 60
    assert reasons - NAMED == set()


def test_every_reason_of_the_quarantine_has_a_way_out():
    both = [code.split(".")[1] for code in catalogue() if code.startswith(("quarantine.", "way_o"))]
    assert {both.count(reason) for reason in both} == {2}


def test_every_check_of_plausibility_has_a_word(project_dir):
    files = project_dir.glob("models/**/*.sql")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    checks = set(re.findall(r"'([a-z_]+)' as check_code", text))
    assert len(checks) > 3
    assert checks - NAMED == set()


def test_the_codes_of_the_demo_have_words(demo_warehouse):
    columns = demo_warehouse.rows(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where list_contains(?, column_name) and column_name not in ('effects', 'status') "
        # reasons of models that no page shows; codes that have their names beside them
        "and table_name not in ('fct_path_models', 'dim_index_methods')",
        [list(CODED)],
    )
    assert len(columns) > 8
    codes = {
        code
        for table, column in columns
        for (code,) in demo_warehouse.rows(f"select distinct {column} from {table}")
        if code is not None
    }
    assert codes - NAMED == set()


def test_words_differ_by_language():
    assert code_name("in_degree") == {"zh": "入度", "en": "in degree"}
