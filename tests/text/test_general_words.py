"""General words: how they are written, and that the seed does what its lines say."""

from pathlib import Path

import pandas as pd
import pytest

from wenmai.errors import WenmaiError
from wenmai.text.general_words import read_general_words
from wenmai.text.jieba_tokenizer import PrivateTokenizer
from wenmai.text.segmentation import Segmenter, normalize

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "text"


def seed(name):
    return pd.read_csv(SEEDS / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def words():
    return seed("general_words")


@pytest.fixture(scope="module")
def terms():
    return dict.fromkeys(seed("domain_terms")["term"])


def test_cuts_say_whether_a_word_is_whole_in_parts_or_alone():
    read = read_general_words(["打卡点", "都/是", "的"])
    assert (read.kept, read.split, read.alone) == ({"打卡点"}, {"都是": ("都", "是")}, {"的"})
    assert read.known == {"打卡点", "都是"}


@pytest.mark.parametrize(
    ("cuts", "message"),
    [
        (["都//是"], "'都//是' is not made of Chinese characters"),
        (["IP化"], "'IP化' is not made of Chinese characters"),
        (["都/是", "都是"], "'都是' is listed twice"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(cuts, message):
    with pytest.raises(WenmaiError, match=message):
        Segmenter(general_words=cuts).cut("都是")


def test_every_line_of_the_seed_is_cut_as_it_says(words, terms):
    segmenter = Segmenter(terms, general_words=words["cuts"])
    found = ["/".join(segmenter.cut(word)) for word in words["word"]]
    broken = words.assign(found=found)[found != words["cuts"]]
    assert broken.empty, broken.to_string()


def test_the_words_of_the_seed_are_its_cuts_in_plain_form_and_no_terms(words, terms):
    assert (words["cuts"].str.replace("/", "") == words["word"]).all()
    assert (words["word"].map(normalize) == words["word"]).all()
    assert not set(words["word"]) & set(terms)


def test_a_line_changes_something(words, terms):
    """A whole word is one that jieba breaks, alone or in a sentence."""
    without = Segmenter(terms)
    whole = [word for word in words["cuts"] if "/" not in word and len(word) > 1]
    frames = ("{}", "和{}的", "在{}中", "很{}了")
    idle = [
        word for word in whole if all(word in without.cut(frame.format(word)) for frame in frames)
    ]
    assert idle == []


def test_the_source_names_entries_of_jiebas_dictionary(words):
    tokenizer = PrivateTokenizer()
    tokenizer.initialize()
    of_jieba = [
        "/" in cuts and tokenizer.FREQ.get(word, 0) > 0
        for word, cuts in zip(words["word"], words["cuts"], strict=True)
    ]
    assert (words["source"] == "jieba").tolist() == of_jieba
