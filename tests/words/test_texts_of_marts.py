"""What a person can read in a mart stands there in both languages, or the reason why not."""

import re

import pytest

PHRASE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
CHINESE = re.compile("[，。：；、（）一-龥]")
# Column, of all marts or of one, that holds words of one language → why it needs no twin.
ONE_LANGUAGE = {
    "dim_index_methods.formula": "LaTeX",
    "dim_index_methods.source": "a citation, in the language of the work",
    "dim_index_methods.sql": "a query",
    "dim_studies.description": "the study's own words",
    "fct_published_comparison.row_label": "as the paper prints it",
    "fct_published_comparison.column_label": "as the paper prints it",
}


@pytest.fixture(scope="module")
def texts(demo_warehouse):
    """Return mart and column → its texts, for every column of texts that a release shows."""
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns()"
            " where data_type = 'VARCHAR' and schema_name in ('marts', 'quality') order by all"
        ).fetchall()
        return {
            (table, column): connection.execute(
                f'select distinct "{column}" from {table} where "{column}" is not null order by 1'
            ).fetchall()
            for table, column in columns
        }


def twin_of(table, column, texts):
    """Return the column that says the same in Chinese, None without one."""
    names = (f"{column}_zh", f"{column.removesuffix('_en')}_zh")
    return next((name for name in names if (table, name) in texts), None)


def test_every_column_of_english_words_has_its_chinese_twin_or_a_reason(texts):
    alone = {
        f"{table.partition('.')[2]}.{column}"
        for (table, column), rows in texts.items()
        if not column.endswith("_zh")
        and twin_of(table, column, texts) is None
        and any(PHRASE.search(text) for (text,) in rows)
    }
    assert alone - ONE_LANGUAGE.keys() == set()
    assert ONE_LANGUAGE.keys() - alone == set(), "a reason that nothing needs"


def test_no_twin_is_empty_or_english(demo_warehouse, texts):
    wrong = []
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        for (table, column), rows in texts.items():
            twin = None if column.endswith("_zh") else twin_of(table, column, texts)
            if twin is None or not rows:
                continue
            pairs = connection.execute(
                f'select distinct "{column}", "{twin}" from {table} where "{column}" is not null'
            ).fetchall()
            wrong += [
                (table, column, english, chinese)
                for english, chinese in pairs
                if chinese is None or (PHRASE.search(english) and not CHINESE.search(chinese))
            ]
    assert wrong == []
