"""Agreement with sentences cut by hand, and what the gold set and the dictionary promise."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.text.corpora import domain_dictionary, segmentation_cuts
from wenmai.text.segmentation import Segmenter, normalize
from wenmai.text.segmentation_quality import agreement, segmentation_quality

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "text"


def seed(name):
    return pd.read_csv(SEEDS / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def terms():
    return dict.fromkeys(seed("domain_terms")["term"])


@pytest.fixture(scope="module")
def segmenter(terms):
    return Segmenter(terms)


@pytest.fixture(scope="module")
def measured(terms):
    return segmentation_cuts(seed("segmentation_gold"), terms).to_pandas()


def f1(rows, strict=""):
    return (
        2
        * rows[f"n_{strict}matched_words"].sum()
        / (rows["n_found_words"].sum() + rows[f"n_{strict}gold_words"].sum())
    )


def test_words_agree_when_both_ends_agree():
    """By hand AB C DE F, found AB CD E F: AB and F agree, 2 of 4 found and 2 of 4 by hand."""
    found = agreement("AB/C/DE/F", ["AB", "CD", "E", "F"])
    assert (found.n_gold, found.n_found, found.n_matched) == (4, 4, 2)


def test_a_bar_makes_both_ways_right_and_the_strict_count_demands_the_cut():
    for words in (["三", "年"], ["三年"]):
        found = agreement("近/三|年", ["近", *words])
        assert found.n_matched == found.n_gold == found.n_found
        assert found.n_strict_gold == 3
    assert agreement("近/三|年", ["近", "三年"]).n_strict_matched == 1


def test_punctuation_is_not_judged():
    found = agreement("好/，/看/。", ["好，", "看", "。"])
    assert (found.n_gold, found.n_found, found.n_matched) == (2, 2, 1)


@pytest.mark.parametrize(
    ("cuts", "words", "message"),
    [("冰雪/旅游", ["冰雪"], "do not make up"), ("冰雪//旅游", ["冰雪", "旅游"], "is empty")],
)
def test_words_that_are_not_the_sentence_are_refused(cuts, words, message):
    with pytest.raises(ValueError, match=message):
        agreement(cuts, words)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    words=st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), min_size=1, max_size=8),
    other=st.lists(st.integers(1, 3), min_size=24, max_size=24),
)
def test_agreement_is_symmetric_and_full_with_itself(words, other):
    sentence, found = "".join(words), []
    for size in other:
        if sentence:
            found.append(sentence[:size])
            sentence = sentence[size:]
    one, two = agreement("/".join(words), found), agreement("/".join(found), words)
    assert (one.n_gold, one.n_found, one.n_matched) == (two.n_found, two.n_gold, two.n_matched)
    assert one.n_matched <= min(one.n_gold, one.n_found)
    assert agreement("/".join(words), words).n_matched == len(words)


def test_cuts_and_sentences_of_the_gold_set_are_the_same_text():
    gold = seed("segmentation_gold")
    assert len(gold) >= 200
    assert (gold["cuts"].str.replace("[/|]", "", regex=True) == gold["sentence"]).all()
    assert gold["text_type"].value_counts().min() >= 50


def test_every_dictionary_term_is_cut_whole_alone_and_among_others(measured, terms):
    rows = measured[(measured["item_type"] == "term") & (measured["dictionary_code"] != "jieba")]
    assert len(rows) == len(terms)
    broken = rows.loc[rows["n_matched_words"] == 0, ["item_code", "found_cuts"]]
    assert broken.empty, broken.to_string()


def test_the_dictionary_lifts_the_agreement(measured):
    """0.775 without and 0.938 with it; 0.721 and 0.877 where every cut is demanded."""
    sentences = measured[measured["item_type"] == "sentence"]
    plain, domain = (
        sentences[sentences["dictionary_code"] == code] for code in ("jieba", "jieba_domain")
    )
    assert f1(plain) == pytest.approx(0.775, abs=0.005)
    assert f1(domain) >= 0.935
    assert f1(plain, "strict_") == pytest.approx(0.721, abs=0.005)
    assert f1(domain, "strict_") >= 0.87


def test_what_jieba_alone_breaks_the_dictionary_keeps(segmenter):
    assert "非物质文化遗产" in segmenter.cut("保护非物质文化遗产")
    assert segmenter.cut("新业态和文旅融合") == ["新业态", "和", "文旅融合"]
    assert "非物质文化遗产" not in Segmenter().cut("保护非物质文化遗产")


def test_lexicon_terms_are_words_of_the_segmentation_and_no_stop_words():
    stop_words = seed("stop_words")["stop_word"]
    with_stops = Segmenter(
        domain_dictionary(seed("domain_terms").assign(frequency=None)), stop_words
    )
    for term in seed("theme_lexicon")["term"]:
        assert with_stops.keep(with_stops.cut(term)) == [term]


def test_seeds_are_in_the_form_in_which_texts_are_cut():
    for name, column in (
        ("domain_terms", "term"),
        ("stop_words", "stop_word"),
        ("theme_lexicon", "term"),
    ):
        with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row[column] == normalize(row[column]).strip() != "", (name, row)


def test_a_term_that_only_some_surroundings_break_is_not_whole():
    def cut(text):
        return ["旅游"] if text == "旅游" else list(text)

    gold = pd.DataFrame({"sentence_id": [], "cuts": [], "text_type": []})
    (row,) = segmentation_quality(gold, ["旅游"], {"odd": cut}).to_pylist()
    assert (row["n_matched_words"], row["found_cuts"]) == (0, "旅/游")
