"""Agreement with sentences cut by hand, and what the gold set and the dictionary promise."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.text.corpora import (
    cuts_hash,
    domain_dictionary,
    judged_sentences,
    segmentation_cuts,
)
from wenmai.text.segmentation import Segmenter, normalize
from wenmai.text.segmentation_quality import agreement, f1_intervals, segmentation_quality

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
    sentences = judged_sentences(seed("segmentation_gold"), seed("segmentation_development"))
    return segmentation_cuts(sentences, terms, seed("general_words")["cuts"]).to_pandas()


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


@pytest.mark.parametrize(
    ("name", "least", "of_a_kind"),
    [("segmentation_gold", 200, 50), ("segmentation_development", 160, 40)],
)
def test_cuts_and_sentences_are_the_same_text(name, least, of_a_kind):
    sentences = seed(name)
    assert len(sentences) >= least
    without_cuts = sentences["cuts"].str.replace("[/|]", "", regex=True)
    assert (without_cuts == sentences["sentence"]).all()
    assert sentences["text_type"].value_counts().min() >= of_a_kind


def test_no_sentence_of_the_test_is_among_those_the_dictionaries_were_mended_by():
    test, development = seed("segmentation_gold"), seed("segmentation_development")
    assert not set(test["sentence"]) & set(development["sentence"])
    assert not set(test["sentence_id"]) & set(development["sentence_id"])


def test_every_dictionary_term_is_cut_whole_alone_and_among_others(measured, terms):
    rows = measured[(measured["item_type"] == "term") & (measured["dictionary_code"] != "jieba")]
    assert rows["dictionary_code"].value_counts().to_dict() == {
        "jieba_domain": len(terms),
        "jieba_domain_general": len(terms),
    }
    broken = rows.loc[rows["n_matched_words"] == 0, ["item_code", "found_cuts"]]
    assert broken.empty, broken.to_string()


def test_the_dictionaries_lift_the_agreement(measured):
    """On the test: 0.775, 0.938 and 0.955; 0.721, 0.877, 0.898 where every cut is demanded."""
    sentences = measured[measured["purpose"] == "test"]
    plain, domain, general = (
        sentences[sentences["dictionary_code"] == code]
        for code in ("jieba", "jieba_domain", "jieba_domain_general")
    )
    assert f1(plain) == pytest.approx(0.775, abs=0.005)
    assert f1(domain) >= 0.935
    assert f1(general) >= 0.95
    assert f1(plain, "strict_") == pytest.approx(0.721, abs=0.005)
    assert f1(domain, "strict_") >= 0.87
    assert f1(general, "strict_") >= 0.89


def test_the_interval_holds_the_figure_and_narrows_with_more_sentences(measured):
    intervals = f1_intervals(measured).to_pandas()
    assert len(intervals) == 2 * 3 * 5  # purposes, dictionaries, four kinds and all
    intervals = intervals.set_index(["purpose", "dictionary_code", "text_type"])
    ours = intervals.loc["test", "jieba_domain_general"]
    test = measured[measured["purpose"] == "test"]
    figure = f1(test[test["dictionary_code"] == "jieba_domain_general"])
    assert ours.loc["all", "word_f1_low"] < figure < ours.loc["all", "word_f1_high"]
    width = ours["word_f1_high"] - ours["word_f1_low"]
    assert width.drop("all").min() > width["all"]


def test_the_interval_does_not_depend_on_the_order_of_the_rows(measured):
    shuffled = measured.sample(frac=1, random_state=3)
    assert f1_intervals(shuffled).equals(f1_intervals(measured))


def test_without_cuts_there_is_no_interval(measured):
    assert f1_intervals(measured.iloc[:0]).num_rows == 0


def test_cuts_are_made_anew_when_any_of_their_inputs_changes():
    one = pd.DataFrame(
        {"sentence_id": ["a"], "cuts": ["看/雪雕"], "text_type": ["news"], "purpose": ["test"]}
    )
    hashes = {
        cuts_hash(one, {}),
        cuts_hash(one.assign(cuts="看雪雕"), {}),
        cuts_hash(one.assign(purpose="development"), {}),
        cuts_hash(one, {"雪雕": None}),
        cuts_hash(one, {}, ["雪/雕"]),
    }
    assert len(hashes) == 5


def test_what_jieba_alone_breaks_the_dictionary_keeps(segmenter):
    assert "非物质文化遗产" in segmenter.cut("保护非物质文化遗产")
    assert segmenter.cut("新业态和文旅融合") == ["新业态", "和", "文旅融合"]
    assert "非物质文化遗产" not in Segmenter().cut("保护非物质文化遗产")


def test_lexicon_terms_are_words_of_the_segmentation_and_no_stop_words():
    stop_words = seed("stop_words")["stop_word"]
    with_stops = Segmenter(
        domain_dictionary(seed("domain_terms").assign(frequency=None)),
        stop_words,
        general_words=seed("general_words")["cuts"],
    )
    for term in seed("theme_lexicon")["term"]:
        assert with_stops.keep(with_stops.cut(term)) == [term]
    routine = set(seed("administrative_words")["word"])
    assert not routine & {*seed("theme_lexicon")["term"], *seed("domain_terms")["term"]}


def test_seeds_are_in_the_form_in_which_texts_are_cut():
    for name, column in (
        ("domain_terms", "term"),
        ("stop_words", "stop_word"),
        ("theme_lexicon", "term"),
        ("general_words", "word"),
        ("administrative_words", "word"),
    ):
        with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row[column] == normalize(row[column]).strip() != "", (name, row)


def test_a_term_that_only_some_surroundings_break_is_not_whole():
    def cut(text):
        return ["旅游"] if text == "旅游" else list(text)

    gold = pd.DataFrame({"sentence_id": [], "cuts": [], "text_type": [], "purpose": []})
    (row,) = segmentation_quality(gold, ["旅游"], {"odd": cut}).to_pylist()
    assert (row["n_matched_words"], row["found_cuts"]) == (0, "旅/游")
