"""Cuts equal those of plain jieba; what is kept follows the stated rules."""

import os
import random
import tempfile
from pathlib import Path

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.text.batches import SegmenterSpec, segment, workers_for
from wenmai.text.jieba_tokenizer import FastCutter, load_tokenizer
from wenmai.text.models import most_workers
from wenmai.text.rules import is_countable
from wenmai.text.segmentation import Segmenter, normalize
from wenmai.text.unknown_words import cut_unknown

TERMS = dict.fromkeys(
    [
        "非物质文化遗产",
        "文化遗产",
        "文旅融合",
        "冰雪旅游",
        "工业遗产活化",
        "数字内容生产",
        "动漫IP开发",
    ]
)
GENERAL = ["打卡点", "孩子们", "都/是", "没/想到", "走/不/动", "文化/遗产", *"的了不都也是很得走吃"]
SENTENCE = "推动业态和文旅融合，保护非物质文化遗产，发展冰雪旅游和动漫ip开发。"


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(TERMS, ["推动", "发展"])


def test_domain_terms_are_cut_whole_where_jieba_alone_breaks_them(segmenter):
    without = Segmenter()
    assert "非物质文化遗产" not in without.cut(SENTENCE)
    assert {"文旅融合", "非物质文化遗产", "冰雪旅游"} <= set(segmenter.cut(SENTENCE))


def test_every_domain_term_by_itself_is_one_word(segmenter):
    assert {term: segmenter.cut(term) for term in TERMS} == {term: [term] for term in TERMS}


def test_words_joined_are_the_text_in_its_plain_form(segmenter):
    assert "".join(segmenter.cut("ＩＰ　開發，５％\n⼯业")) == "IP 開發,5%\n工业"


def test_kept_are_terms_and_chinese_words_and_no_stop_words_or_numbers(segmenter):
    kept = segmenter.keep(segmenter.cut(SENTENCE + "二〇二四年增长5%，AI与的"))
    assert kept == ["业态", "文旅融合", "保护", "非物质文化遗产", "冰雪旅游", "动漫IP开发", "增长"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(
            (word, True)
            for word in ("文化", "一带一路", "三农", "百货", "第一产业", "动漫IP", "𠀀𠀁")
        ),
        *(
            (word, False)
            for word in ("的", "IP", "5G", "2024年", "百分之五", "三千万元", "第十四届")
        ),
    ],
)
def test_a_word_counts_when_it_is_chinese_and_no_number(word, expected):
    assert is_countable(word) is expected


def test_a_long_number_is_judged_at_once():
    # a pattern with nested repetition would take for ever here
    assert is_countable("1" * 5_000 + "文旅")


def plain_jieba(segmenter):
    """Return jieba itself with the dictionary of a segmenter."""
    import jieba

    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    for term, frequency in segmenter.frequencies.items():
        plain.add_word(term, frequency)  # with 0, jieba takes the word out and forbids it
    return plain


def random_texts(plain, more=()):
    words = [*list(plain.FREQ)[::97], *TERMS, "，", "2024", " ", "ip-x.5%", "\r\n", "𠀀", "é"]
    rng = random.Random(4)
    return ["".join(rng.choices([*words, *(50 * more)], k=12)) for _ in range(1_500)]


def test_the_fast_cutter_cuts_as_jieba_does(segmenter):
    plain = plain_jieba(segmenter)
    texts = random_texts(plain)
    ours = FastCutter(load_tokenizer(segmenter.frequencies))
    assert [ours.cut(text) for text in texts] == [plain.lcut(text) for text in texts]


def test_with_general_words_it_cuts_as_a_jieba_with_the_same_dictionary(monkeypatch):
    from jieba import finalseg

    monkeypatch.setattr(finalseg, "Force_Split_Words", set())
    words = [cuts for cuts in GENERAL if len(cuts) > 1]
    ours = Segmenter(TERMS, general_words=words)
    plain = plain_jieba(ours)
    texts = random_texts(plain, [*(cuts.replace("/", "") for cuts in words), *"都是没想到走不动"])
    assert [ours.cut(text) for text in texts] == [
        plain.lcut(text) for text in map(normalize, texts)
    ]


def test_the_markov_model_makes_no_word_with_a_character_that_stands_alone():
    text = "孩子玩得很嗨 晓红吃得少"
    assert {"玩得", "晓红"} <= set(Segmenter().cut(text))
    assert Segmenter(general_words="得很少").cut(text) == [
        *("孩子", "玩", "得", "很", "嗨", " ", "晓红", "吃", "得", "少")
    ]


def test_a_character_that_stands_alone_breaks_no_word_of_a_dictionary():
    assert Segmenter(general_words="的了是").cut("目的是了解") == ["目的", "是", "了解"]


def test_general_words_are_cut_as_they_say_and_terms_win():
    found = Segmenter(["文化遗产"], general_words=["打卡点", "还/要", "文化/遗产"])
    text = "打卡点还要保护文化遗产"
    assert Segmenter().cut(text) == ["打卡", "点", "还要", "保护", "文化遗产"]
    assert found.cut(text) == ["打卡点", "还", "要", "保护", "文化遗产"]
    assert Segmenter(general_words=["文化/遗产"]).cut("文化遗产") == ["文化", "遗产"]


def test_unknown_words_are_found_as_jieba_finds_them():
    from jieba import finalseg

    rng = random.Random(6)
    rare = [chr(code) for code in range(0x4E00, 0x9FD6, 11)]
    runs = [
        "".join(rng.choices([*rare, *"的是了我他小大王李", "a1.5%"], k=9)) for _ in range(3_000)
    ]
    assert [list(cut_unknown(run)) for run in runs] == [list(finalseg.cut(run)) for run in runs]


def test_a_page_of_one_character_takes_no_quadratic_time(segmenter):
    # jieba itself would need an hour for this
    assert segmenter.count("文" * 300_000).n_tokens > 0


def test_the_order_of_the_dictionary_does_not_count():
    backwards = dict(reversed(TERMS.items()))
    one, other = Segmenter(TERMS), Segmenter(backwards)
    assert one.frequencies == {term: other.frequencies[term] for term in one.frequencies}
    assert one.segmentation_hash == other.segmentation_hash


def test_the_hash_changes_with_everything_that_terms_depend_on():
    hashes = {
        Segmenter(TERMS).segmentation_hash,
        Segmenter({**TERMS, "冰雪旅游": 7}).segmentation_hash,
        Segmenter(TERMS, ["发展"]).segmentation_hash,
        Segmenter().segmentation_hash,
        Segmenter(TERMS, general_words=["都/是"]).segmentation_hash,
        Segmenter(TERMS, general_words=["都是"]).segmentation_hash,
    }
    assert len(hashes) == 6


def test_nothing_is_shared_with_jieba_and_no_cache_goes_to_the_temporary_folder(
    tmp_path, monkeypatch
):
    import jieba

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    was_ready, words = jieba.dt.initialized, len(jieba.dt.FREQ)
    assert "冰雪旅游" in Segmenter(["冰雪旅游"]).cut("发展冰雪旅游")
    assert list(tmp_path.iterdir()) == []
    assert (jieba.dt.initialized, len(jieba.dt.FREQ)) == (was_ready, words)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"冰雪 旅游": None}, "'冰雪 旅游' of the domain dictionary cannot be cut whole"),
        ({"冰雪旅游": 0}, "has the frequency 0"),
    ],
)
def test_a_term_that_cannot_work_is_named(terms, expected):
    with pytest.raises(WenmaiError, match=expected):
        Segmenter(terms).cut("冰雪旅游")


def test_an_unknown_segmenter_is_named():
    with pytest.raises(WenmaiError, match="There is no segmenter 'hanlp'"):
        Segmenter(engine="hanlp")


def test_the_rust_twin_gives_the_same_terms(segmenter):
    pytest.importorskip("rjieba")
    twin = Segmenter(TERMS, ["推动", "发展"], engine="rjieba")
    rng = random.Random(5)
    words = [
        *TERMS,
        "创新",
        "研究生命",
        "起源",
        "的",
        "在",
        "2011-2020年",
        "5G",
        "，",
        "中国",
        "东北",
    ]
    texts = ["".join(rng.choices(words, k=15)) for _ in range(2_000)]
    assert [twin.cut(text) for text in texts] == [segmenter.cut(text) for text in texts]


def test_the_rust_twin_cuts_general_words_in_the_same_way():
    pytest.importorskip("rjieba")
    one = Segmenter(TERMS, general_words=GENERAL)
    twin = Segmenter(TERMS, engine="rjieba", general_words=GENERAL)
    texts = random_texts(plain_jieba(one), [cuts.replace("/", "") for cuts in GENERAL])
    assert [twin.cut(text) for text in texts] == [one.cut(text) for text in texts]


def test_a_missing_rust_twin_is_said(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(WenmaiError, match="rjieba is not installed"):
        Segmenter(engine="rjieba").cut("文旅")


def test_the_hash_of_a_missing_segmenter_says_so_too(monkeypatch):
    import importlib.metadata

    def nothing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", nothing)
    with pytest.raises(WenmaiError, match="rjieba is not installed"):
        _ = Segmenter(engine="rjieba").segmentation_hash


def test_several_processes_give_what_one_gives_and_in_order():
    spec = SegmenterSpec(TERMS, ("推动",), general_words=tuple(GENERAL))
    texts = [(str(number), SENTENCE * (400 + number % 7)) for number in range(40)]
    one = [pair for portion in segment(texts, spec) for pair in portion]
    two = [pair for portion in segment(texts, spec, workers=2) for pair in portion]
    assert [key for key, _ in two] == [key for key, _ in texts]
    assert two == one


def test_texts_are_read_as_they_are_needed():
    """However large the corpus, only a few portions are in memory."""
    read = []

    def texts():
        for number in range(400):
            read.append(number)
            yield str(number), "文" * 25_000

    portions = segment(texts(), SegmenterSpec())
    next(portions)
    assert len(read) <= 20


def test_small_corpora_stay_in_one_process():
    assert workers_for(1_000_000) == 1
    assert 1 <= workers_for(10**9) <= 8
    assert workers_for(10**9, most=3) == 3


@pytest.mark.parametrize(("setting", "expected"), [("null", None), ("2", 2)])
def test_the_setting_of_workers_is_read_as_the_warehouse_holds_it(setting, expected):
    settings = duckdb.sql(f"select {setting}::integer as text_workers").df()
    most = most_workers(settings)
    assert most == expected
    assert workers_for(10**9, most) >= 1


def test_a_script_without_a_main_guard_is_not_run_again_by_the_workers(tmp_path):
    import subprocess
    import sys

    script = tmp_path / "refresh.py"
    script.write_text(
        "from pathlib import Path\n"
        "from wenmai.text.batches import SegmenterSpec, segment\n"
        f"with Path({str(tmp_path / 'runs')!r}).open('a') as log: log.write('x')\n"
        "list(segment([('a', '文旅' * 20_000), ('b', '文旅')], SegmenterSpec(), workers=2))\n",
        encoding="utf-8",
    )
    project = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    assert (tmp_path / "runs").read_text() == "x"
