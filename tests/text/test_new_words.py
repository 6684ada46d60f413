"""Candidates for new words: by hand, and planted in a corpus of known words."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.text.corpora import NEW_WORDS_SCHEMA, new_words_by_study
from wenmai.text.new_words import COLUMNS, NewWordLimits, new_word_candidates

EASY = NewWordLimits(min_count=2, min_documents=1, min_pmi=0.0, min_entropy=0.0)
WORDS = [
    *("文化", "旅游", "产业", "市场", "城市", "企业", "游客", "发展", "建设"),
    *("推动", "品牌", "设计", "展览", "公园", "书店", "音乐", "电影", "村庄"),
]
PLANTED = ("冰雪研学", "数智文旅", "国货潮牌")


def written(seed=0, n_documents=60, planted=PLANTED):
    """Documents of known words in random order; each planted word stands among them."""
    rng = random.Random(seed)
    documents = []
    for _ in range(n_documents):
        words = [rng.choice(WORDS) for _ in range(60)]
        for word in planted:
            words.insert(rng.randrange(len(words)), word)
        documents.append("".join(words) + "。")
    return documents


def test_mutual_information_and_entropies_by_hand():
    """甲乙 stands 4 times among 16 characters, 甲 and 乙 only there: ln(4 · 16 / (4 · 4)).

    Before it stand 丙, 丙, 丁 and the beginning: entropy of (1/2, 1/4, 1/4). After it stand four
    different ends: ln 4.
    """
    texts = ["丙甲乙戊", "丙甲乙己", "丁甲乙庚", "甲乙辛辛"]
    found = new_word_candidates(texts, (), limits=EASY).set_index("candidate").loc["甲乙"]
    assert found["n_occurrences"] == 4 and found["n_documents"] == 4
    assert found["pmi"] == pytest.approx(math.log(4))
    assert found["left_entropy"] == pytest.approx(1.5 * math.log(2))
    assert found["right_entropy"] == pytest.approx(math.log(4))


def test_of_a_longer_word_the_loosest_pair_of_parts_decides():
    """甲乙丙: 甲|乙丙 gives ln(2 · 12 / (4 · 2)), 甲乙|丙 gives ln(2 · 12 / (2 · 2))."""
    texts = ["甲乙丙丁戊己", "甲乙丙庚甲甲"]
    found = new_word_candidates(texts, (), limits=EASY).set_index("candidate")
    assert found.loc["甲乙丙", "pmi"] == pytest.approx(math.log(3))


def test_planted_words_are_found_and_nothing_else():
    limits = NewWordLimits(min_count=10, min_documents=3, min_pmi=3.0, min_entropy=1.0)
    found = new_word_candidates(written(), WORDS, limits=limits)
    assert set(found["candidate"]) == set(PLANTED)


def test_known_words_and_edges_are_not_proposed():
    texts = written()
    known = [*WORDS, PLANTED[0]]
    found = new_word_candidates(texts, known, edges=["数"])
    assert set(found["candidate"]) == {PLANTED[2]}


def test_what_the_segmentation_leaves_whole_is_not_proposed():
    def cut(text):
        return [text] if text == PLANTED[0] else [text[:2], text[2:]]

    found = new_word_candidates(written(), WORDS, cut=cut).set_index("candidate")
    assert set(found.index) == set(PLANTED[1:])
    assert found.loc["数智文旅", "current_cuts"] == "数智/文旅"


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000))
def test_the_order_of_documents_changes_nothing(seed):
    texts = written(n_documents=12)
    shuffled = random.Random(seed).sample(texts, len(texts))
    one, other = (new_word_candidates(rows, WORDS, limits=EASY) for rows in (texts, shuffled))
    assert one.equals(other)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("甲乙丙，a ", max_size=12), max_size=6))
def test_counts_equal_a_plain_search(texts):
    found = new_word_candidates(texts, (), limits=EASY)
    for row in found.itertuples():
        n = len(row.candidate)
        places = [t[i : i + n] == row.candidate for t in texts for i in range(len(t) - n + 1)]
        assert row.n_occurrences == sum(places)
        assert row.n_documents == sum(row.candidate in text for text in texts)


@pytest.mark.parametrize("texts", [[], [""], ["abc 123"], ["的"]])
def test_a_corpus_without_chinese_words_has_no_candidates(texts):
    found = new_word_candidates(texts, ())
    assert found.empty and list(found.columns) == COLUMNS


def test_each_study_has_its_own_candidates(pandas_studies):
    texts, tables = pandas_studies
    table = new_words_by_study(texts, **tables).to_pandas()
    assert set(table.loc[table["study_code"] == "a", "candidate"]) >= set(PLANTED)
    assert not set(table.loc[table["study_code"] == "b", "candidate"]) & set(PLANTED)
    assert table["current_cuts"].str.contains("/").all()
    for _, mine in table.groupby("study_code"):
        assert mine["candidate_rank"].tolist() == list(range(1, len(mine) + 1))


def test_general_words_are_known_whole_or_in_parts(pandas_studies):
    import pandas as pd

    texts, tables = pandas_studies
    one, other, unlisted = PLANTED
    listed = pd.DataFrame({"cuts": [one, f"{other[:1]}/{other[1:]}"]})
    table = new_words_by_study(texts, **{**tables, "general_words": listed}).to_pandas()
    assert set(table["candidate"]) & set(PLANTED) == {unlisted}


@pytest.fixture
def pandas_studies():
    import pandas as pd

    texts = pd.concat(
        [
            pd.DataFrame({"study_code": "a", "text": written()}),
            pd.DataFrame({"study_code": "b", "text": written(planted=("工业遗产",))}),
        ]
    )
    settings_ = pd.DataFrame({"study_code": ["a", "b"]}).assign(
        new_word_min_count=10,
        new_word_min_documents=3,
        new_word_min_pmi=3.0,
        new_word_min_entropy=1.0,
    )
    tables = {
        "settings": settings_,
        "domain_terms": pd.DataFrame({"term": ["工业遗产"], "frequency": [None]}),
        "stop_words": pd.DataFrame({"stop_word": ["的", "在"]}),
        "general_words": pd.DataFrame({"cuts": []}, dtype=str),
    }
    return texts, tables


def test_without_texts_the_table_is_empty_and_typed(pandas_studies):
    texts, tables = pandas_studies
    found = new_words_by_study(texts.iloc[:0], **tables)
    assert found.num_rows == 0 and found.schema == NEW_WORDS_SCHEMA
