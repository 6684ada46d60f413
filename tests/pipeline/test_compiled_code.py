"""What a table says follows from its code and its inputs alone, so both together can be its key."""

import re
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).resolve().parents[2]
# each would give another table from the same code and the same inputs
OF_THE_MOMENT = re.compile(
    r"""\b(?:
        current_(?:date|time|timestamp) | (?:now|today|random|uuid|gen_random_uuid|setseed)\s*\(
        | nextval\s*\( | getvariable\s*\( | tablesample | using\s+sample
        | run_started_at | invocation_id | env_var | run_query | is_incremental
        | adapter\.get_(?:relation|columns_in_relation) | statement\s*\(
        | read_(?:csv|csv_auto|parquet|json|json_auto|text|blob)\s*\( | glob\s*\(
        | duckdb_(?:tables|columns|views|settings)\s*\( | information_schema
    )""",
    re.VERBOSE | re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*|/\*.*?\*/", re.DOTALL)
FILES = sorted(
    file
    for folder in ("models", "macros", "tests")
    for file in (PROJECT_DIR / folder).rglob("*.sql")
)


def of_the_moment(sql):
    return [found[0] for found in OF_THE_MOMENT.finditer(COMMENT.sub("", sql))]


def test_no_model_macro_or_test_asks_for_the_moment_it_runs_in():
    assert len(FILES) > 300
    asking = {
        file.relative_to(PROJECT_DIR).as_posix(): found
        for file in FILES
        if (found := of_the_moment(file.read_text(encoding="utf-8")))
    }
    assert asking == {}


@pytest.mark.parametrize(
    "sql",
    [
        "select current_date as day",
        "select Now() as day",
        "select random() < 0.5",
        "{% if is_incremental() %} select 1 {% endif %}",
        "select * from read_csv('rows.csv')",
        "select '{{ run_started_at }}' as started",
    ],
)
def test_asking_is_seen(sql):
    assert of_the_moment(sql)


def test_a_comment_asks_for_nothing():
    assert of_the_moment("-- not now()\n{# nor is_incremental() #} select 1 /* random() */") == []
