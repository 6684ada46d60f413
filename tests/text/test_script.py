"""Which script a text is written in, and the same text in simplified characters."""

import csv
import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC
from support.document_study import DocumentStudy

from wenmai.text import script
from wenmai.text.script import (
    SIMPLIFIED_ONLY,
    in_simplified,
    name_if_traditional,
    traditional_only,
)

# Of one script, of both, of neither; and those that depend on the words around them.
TELLING = "国产业创旅游馆发艺" + "國產業創旅遊館發藝衞裡"
SILENT = "文化后里干台云乾著着么麼苧薴於瞭藉 ，。\nAb1"
# Written for this test, in the spelling of Taiwan.
TAIWANESE = (
    "隨著觀光發展，文化創意產業成為臺灣經濟的新動能。館方後來修復了皇后的衣飾與乾隆年間的畫作。"
)


def test_the_examples_are_true():
    assert doctest.testmod(script).failed == 0


def test_a_text_is_read_by_its_words_and_not_by_single_characters():
    read = in_simplified(TAIWANESE)
    assert read.text == (
        "随着观光发展，文化创意产业成为台湾经济的新动能。馆方后来修复了皇后的衣饰与乾隆年间的画作。"
    )
    assert (read.script, read.traditional_share) == ("traditional", 1.0)
    pairs = zip(TAIWANESE, read.text, strict=True)
    assert read.n_converted == sum(one != two for one, two in pairs)


@pytest.mark.parametrize("spelling", ["s2t", "s2tw", "s2hk"])
def test_every_spelling_of_a_text_becomes_the_same_text(spelling):
    text = (
        "卫生、叙事与群众文化：隨著".replace("隨著", "随着") + "里程碑式的发展，后续计划覆盖峰会。"
    )
    written = OpenCC(spelling).convert(text)
    assert written != text
    assert in_simplified(written).text == text


def test_a_particle_is_told_from_a_work_where_both_are_written_alike():
    assert in_simplified("沿著絲綢之路，館藏專著與名著隨著時間增長").text == (
        "沿着丝绸之路，馆藏专著与名著随着时间增长"
    )
    # Who writes 着 means 著 where 著 stands.
    assert in_simplified("沿着絲綢之路，編著與論著").text == "沿着丝绸之路，编著与论著"


@given(st.text(st.sampled_from(sorted(SIMPLIFIED_ONLY)) | st.characters(), max_size=300))
@example("乾隆於後院著书，么么，瞭望")
def test_a_text_without_traditional_characters_stays_as_it_is(text):
    plain = "".join(sign for sign in text if sign not in traditional_only())
    read = in_simplified(plain)
    assert read.text == plain
    assert read.n_converted == 0
    assert read.script == (None if SIMPLIFIED_ONLY.isdisjoint(plain) else "simplified")


@given(st.lists(st.sampled_from(TELLING), min_size=200, max_size=400))
def test_a_title_in_the_other_script_changes_nothing(letters):
    plain = "".join(sign for sign in letters if sign in SIMPLIFIED_ONLY) + "国" * 200
    text = plain + "國"
    assert in_simplified(text).text == text


@given(st.text(st.sampled_from(TELLING + SILENT) | st.sampled_from(sorted(traditional_only()))))
@example("薴苧")
@example("老么說：隨著")
def test_converting_twice_is_converting_once(text):
    once = in_simplified(text)
    assert in_simplified(once.text).text == once.text


@pytest.mark.parametrize(
    ("n_traditional", "n_simplified", "expected"),
    [
        (0, 5, "simplified"),
        (9, 991, "simplified"),
        (10, 990, "mixed"),
        (899, 101, "mixed"),
        (900, 100, "traditional"),
        (1, 0, "traditional"),
        (0, 0, None),
    ],
)
def test_the_share_of_telling_characters_decides(n_traditional, n_simplified, expected):
    read = in_simplified("文化" + "國" * n_traditional + "业" * n_simplified)
    assert read.script == expected
    assert read.n_converted == (0 if expected in {None, "simplified"} else n_traditional)


def test_a_kept_text_tells_its_script_and_stays_as_written():
    read = in_simplified(TAIWANESE, keep=True)
    assert (read.text, read.script, read.n_converted) == (TAIWANESE, "traditional", 0)


@pytest.mark.parametrize("spelling", ["s2t", "s2tw", "s2hk"])
def test_every_unit_is_known_by_its_name_in_traditional_characters(project_dir, spelling):
    with (project_dir / "seeds/reference/administrative_unit_names.csv").open(
        encoding="utf-8"
    ) as lines:
        names = {row["name"] for row in csv.DictReader(lines) if not row["name"].isascii()}
    assert len(names) > 3000
    assert not [name for name in names if name_if_traditional(name)]
    convert = OpenCC(spelling).convert
    written = {name: convert(name) for name in names}
    different = {
        name for name, other in written.items() if (name_if_traditional(other) or other) != name
    }
    # OpenCC writes these with the old characters 濬 and 澂, which stay what they are.
    assert different <= {"浚县", "澄江", "澄江市", "澄江县"}


def test_a_study_reads_texts_and_names_in_either_script(settings):
    study = DocumentStudy(settings)
    study.declare(
        "  - code: texts\n    files: posts.jsonl\n    type: news\n    issuer: 瀋陽市\n"
        "    fields: {text: 正文, date: 日期, issuer: 單位, title: 標題}\n"
        "  - code: kept\n    files: kept/*\n    type: news\n    date: 2020\n    script: keep\n"
    )
    study.write(
        "posts.jsonl",
        '{"正文": "文創產業發展", "日期": "2020", "單位": "臺灣省", "標題": "產業"}\n'
        '{"正文": "文创产业发展", "日期": "2020"}\n'
        '{"正文": "文化", "日期": "2020"}\n',
    )
    study.write("kept/a.txt", "文創產業發展")
    study.ingest()
    found = study.rows(
        "select text, script, traditional_share, n_converted_characters, title_text, issuer_text,"
        " issuer_simplified, text_hash from raw.documents order by mapping_code desc, _row_number"
    )
    assert [row[:-1] for row in found] == [
        ("文创产业发展", "traditional", 1.0, 4, "產業", "臺灣省", "台湾省"),
        ("文创产业发展", "simplified", 0.0, 0, None, None, None),
        ("文化", None, None, 0, None, None, None),
        ("文創產業發展", "traditional", 1.0, 0, "a", None, None),
    ]
    assert found[0][-1] == found[1][-1] != found[3][-1]
    sources = study.rows("select issuer, issuer_simplified from raw.document_sources order by all")
    assert sources == [("瀋陽市", "沈阳市"), (None, None)]
