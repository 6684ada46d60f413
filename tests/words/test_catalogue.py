"""Every sentence stands in the catalogue, in both languages, and every row of it is said."""

import json
import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.words import macros, said_by_python, said_by_sql

from wenmai import sentences
from wenmai.sentences import PLACE, Sentence, catalogue, first_few, list_of, text_of, told


@pytest.fixture(scope="module")
def said(compiled_models):
    """Return code → places of everything that Python and SQL say."""
    in_sql = said_by_sql(node.code for node in compiled_models.nodes.values())
    uneven = {code: places for code, places in in_sql.items() if len(places) > 1}
    assert uneven == {}, "the same message with different parts"
    in_sql = {code: next(iter(places)) for code, places in in_sql.items()}
    in_python = said_by_python()
    assert {code for code in in_sql if in_python.get(code, in_sql[code]) != in_sql[code]} == set()
    return in_python | in_sql


def test_every_code_has_a_sentence_and_every_sentence_a_code(said):
    assert sorted(said.keys() - catalogue().keys()) == []
    # names of codes, columns and commands are asked for by the name itself
    # (tests/atlas/test_words.py, test_exposure.py, test_labels.py, tests/cli/test_cli_languages.py)
    by_name = ("codes", "columns", "glossary", "help", "made")
    sentences = {code for code in catalogue() if code.partition(".")[0] not in by_name}
    assert sorted(sentences - said.keys()) == []


def test_every_sentence_stands_in_both_languages():
    for code, row in catalogue().items():
        assert all(text and text == text.strip() for text in row.values()), code
        has_words = re.search("[a-z]{3}", PLACE.sub("", row["en"]))
        if has_words and not code.startswith(("phrases.", "codes.", "columns.")):
            assert re.search("[，。：、（）一-龥]", row["zh"]), code
        # what to write into a file that is Chinese stays Chinese
        if not code.startswith("way_out."):
            assert not re.search("[一-龥]", PLACE.sub("", row["en"])), code


def test_every_place_has_a_part(said):
    for code, places in said.items():
        used = {language: set(PLACE.findall(text)) for language, text in catalogue()[code].items()}
        assert used["zh"] | used["en"] <= places, code
        # one language alone would leave the other without the name or number
        assert used["zh"] == used["en"], code


def test_a_sentence_is_said_with_the_parts_that_it_was_declared_with(monkeypatch):
    monkeypatch.setattr(sentences, "declared", {})
    sentence = Sentence("phrases.of_a_test", "n")
    with pytest.raises(TypeError, match="needs"):
        sentence(m=1)
    with pytest.raises(ValueError, match="twice"):
        Sentence("phrases.of_a_test", "n")


def test_names_in_a_row_read_well_in_both_languages():
    assert [str(list_of(["a", "b", "c"][:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert list_of(["a", "b", "c"]).text("zh") == "a、b、c"
    assert str(first_few(list("abcde"))) == "a, b, c and 2 more"
    assert first_few(list("ab")).text("zh") == "a、b"


@pytest.fixture(scope="module")
def in_sql(project_dir):
    """Return a function: messages as JSON → text, as the warehouse says them."""
    module = macros(project_dir)
    rows = [(code, row["zh"], row["en"]) for code, row in catalogue().items()]
    connection = duckdb.connect()
    connection.execute("create table sentences (code varchar, zh varchar, en varchar)")
    connection.executemany("insert into sentences values (?, ?, ?)", rows)
    words = (
        f"select {module.map_of('code', 'zh')} as zh, {module.map_of('code', 'en')} as en"
        " from sentences"
    )
    connection.execute(f"create table words as {words}")

    def told_in_sql(messages, language):
        text = module.told("messages", language)
        query = f"select {text} from (select ?::varchar as messages), words"
        return connection.execute(query, [messages]).fetchone()[0]

    return told_in_sql


texts = st.text(alphabet="ab{}'\"\\$.%名\n", min_size=1, max_size=6) | st.just("{n}{name}")


@settings(max_examples=40, deadline=None)
@given(names=st.lists(texts, min_size=1, max_size=4), n=st.integers(0, 9))
def test_sql_and_python_say_the_same_whatever_stands_in_the_parts(in_sql, names, n):
    messages = told([first_few(names, shown=2), list_of(names)])
    for language in ("zh", "en"):
        assert in_sql(messages, language) == text_of(messages, language)


def test_nothing_is_lost_when_a_sentence_is_missing_and_nothing_said_is_null(in_sql):
    message = json.dumps([{"code": "phrases.unheard_of", "parts": {}}])
    assert in_sql(message, "en") == "phrases.unheard_of"
    assert in_sql("[]", "zh") is None
    assert in_sql(None, "zh") is None
