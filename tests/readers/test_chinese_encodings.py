"""Big5 is told from GB18030 by the characters that come out; what they do not tell is refused."""

import json
import random
from collections import Counter
from pathlib import Path

import jieba
import opencc
import pytest

from wenmai.errors import ProblemsFound
from wenmai.readers.chinese_encodings import (
    FREQUENT_SIMPLIFIED,
    FREQUENT_TRADITIONAL,
    judge_chinese,
)
from wenmai.readers.document_text import read_document
from wenmai.readers.encodings import find_encoding
from wenmai.readers.json_lines import open_json_lines
from wenmai.readers.unreadable import UnreadableDocumentError

SIMPLIFIED = "文化创意产业发展规划，推动文旅融合。"
TRADITIONAL = "文化創意產業發展計畫，推動文旅融合。"
TO_TRADITIONAL = opencc.OpenCC("s2tw").convert
TABLE = "城市,年份,GDP（亿元）\n沈阳,2018,6292.4\n大连,2018,7668.5\n"
TRADITIONAL_TABLE = "城市,年份,GDP（億元）\n瀋陽,2018,6292.4\n大連,2018,7668.5\n"
TRADITIONAL_MAPPING = {"values": [{"column": "GDP（億元）", "indicator": "gdp", "unit": "亿元"}]}


@pytest.fixture(scope="module")
def words() -> list[tuple[str, int]]:
    """Return the Chinese words of jieba's dictionary and how frequent each is."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" ")[:2] for line in lines]
    return [(word, int(times)) for word, times in pairs if "一" <= word[0] <= "鿿"]


@pytest.fixture(scope="module")
def sentences(words) -> list[str]:
    """Return sentences of 1 to 30 words, drawn as often as they are used."""
    draw = random.Random(20240305)
    vocabulary, weights = zip(*words, strict=True)
    drawn = iter(draw.choices(vocabulary, weights, k=40_000))
    made = ("".join(next(drawn) for _ in range(draw.randint(1, 30))) for _ in range(2000))
    return [sentence + draw.choice("，。！\n") for sentence in made]


def test_the_frequent_characters_are_those_of_the_dictionary(words):
    counts: Counter[str] = Counter()
    for word, times in words:
        counts.update({letter: word.count(letter) * times for letter in set(word)})
    frequent = [letter for letter, _ in counts.most_common() if "一" <= letter <= "鿿"][:500]
    assert set(frequent) == set(FREQUENT_SIMPLIFIED)
    other = [made for letter in frequent if (made := TO_TRADITIONAL(letter)) not in frequent]
    assert set(other) == set(FREQUENT_TRADITIONAL)


@pytest.mark.parametrize(
    ("encoding", "expected", "convert"),
    [
        ("gb18030", "gb18030", str),
        ("gb18030", "gb18030", TO_TRADITIONAL),
        ("big5hkscs", "big5", TO_TRADITIONAL),
    ],
    ids=["simplified GB18030", "traditional GB18030", "traditional Big5"],
)
def test_no_sentence_is_taken_for_the_other_encoding(sentences, encoding, expected, convert):
    verdicts = {text: judge_chinese(convert(text).encode(encoding, "ignore")) for text in sentences}
    assert set(verdicts.values()) <= {expected, "either"}
    undecided = [text for text, verdict in verdicts.items() if verdict == "either"]
    assert all(len(text) < 12 for text in undecided)
    assert len(undecided) < len(verdicts) / 20


def test_a_sample_may_end_inside_a_character(sentences):
    text = "".join(sentences[:20])
    for encoding, expected in (("gb18030", "gb18030"), ("cp950", "big5")):
        content = TO_TRADITIONAL(text).encode(encoding, "ignore")
        assert {judge_chinese(content[:end]) for end in range(60, 80)} == {expected}


def test_repeating_a_character_adds_nothing():
    for encoding in ("gb18030", "cp950"):
        verdict = judge_chinese("岡".encode(encoding))
        assert verdict == "either"
        assert judge_chinese("岡".encode(encoding) * 1000) == verdict


@pytest.mark.parametrize("repeats", [1, 5000], ids=["short", "long"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "case",
    [
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
        (TRADITIONAL, "cp950", "cp950"),
        (TRADITIONAL + "票價：€5，碁", "cp950", "cp950"),
        (TRADITIONAL + "①嘅", "big5hkscs", "big5hkscs"),
    ],
)
def test_documents_are_read_in_their_encoding(tmp_path, name, repeats, case):
    text, encoding, codec = case
    path = tmp_path / name
    lines = "\n".join([text] * repeats)
    written = f"<html><p>{lines}</p></html>" if name == "a.html" else lines
    path.write_bytes(written.encode(encoding))
    read = read_document(path)
    assert (read.text, read.encoding) == (lines, codec)


@pytest.mark.parametrize(
    ("table", "encoding", "codec"),
    [(TABLE, "gb18030", "gb18030"), (TRADITIONAL_TABLE, "big5", "cp950")],
)
def test_tables_are_read_in_their_encoding(reader, table, encoding, codec):
    reader.write("a.csv", table, encoding)
    changes = TRADITIONAL_MAPPING if table == TRADITIONAL_TABLE else {}
    rows, info = reader.read(**changes)
    assert info.encoding == codec
    assert [row["unit_name"] for row in rows] == [
        line.split(",")[0] for line in table.splitlines()[1:]
    ]


def test_json_lines_are_read_in_their_encoding(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_bytes(json.dumps({"text": TRADITIONAL}, ensure_ascii=False).encode("big5"))
    lines = open_json_lines(path, "auto", "posts.jsonl")
    assert lines.encoding == "cp950"
    assert [record.fields for record in lines.records()] == [{"text": TRADITIONAL}]


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("big5", "cp950"), ("Big5", "cp950"), ("cp950", "cp950"), ("big5hkscs", "big5hkscs")],
)
def test_declared_big5_is_taken_however_short_the_text(reader, tmp_path, declared, codec):
    path = tmp_path / "a.txt"
    path.write_bytes("岡".encode("big5"))
    read = read_document(path, declared)
    assert (read.text, read.encoding) == ("岡", codec)
    reader.write("a.csv", TRADITIONAL_TABLE, "big5")
    rows, info = reader.read(encoding=declared, **TRADITIONAL_MAPPING)
    assert (rows[0]["unit_name"], info.encoding) == ("瀋陽", codec)


def test_declared_big5_reads_what_files_that_say_so_hold(tmp_path):
    path = tmp_path / "a.txt"
    for text, encoding in (("碁€", "cp950"), ("①嘅", "big5hkscs")):
        path.write_bytes(text.encode(encoding))
        assert read_document(path, "big5").text == text


def test_too_short_a_text_is_refused_with_the_way_out(reader, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("岡".encode("big5"))
    with pytest.raises(
        UnreadableDocumentError, match=r"encoding: gb18030 or encoding: big5"
    ) as caught:
        read_document(path)
    assert caught.value.reason_code == "document_not_decoded"
    reader.write("a.csv", "city,year,GDP\nA°,2018,1\n", "gb18030")
    with pytest.raises(ProblemsFound) as refused:
        reader.read(values=[{"column": "GDP", "indicator": "gdp", "unit": "亿元"}])
    sentence = (
        "east/tables/a.csv: line 2: The text is not UTF-8, and has too few characters to tell"
    )
    assert sentence in str(refused.value)
    assert "encoding: big5" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The region’s “creative” industries – a café", "cp1252"),
        ("Развитие культурных индустрий региона", "cp1251"),
        ("文化創造産業の発展計画をまとめ、観光を振興する。これはひらがなです", "shift_jis"),
    ],
)
def test_what_is_chinese_in_neither_is_refused(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes((text + "\n").encode(encoding) * 20)
    with pytest.raises(ProblemsFound, match=r"neither UTF-8 nor ordinary Chinese"):
        find_encoding(path, "auto", "a.txt")


@pytest.mark.parametrize("end", ["\n", "\r", " "], ids=["lines", "old Mac lines", "one line"])
def test_chinese_after_much_latin_is_found(tmp_path, end):
    path = tmp_path / "a.txt"
    latin = ("culture and tourism, 2018" + end) * 60_000
    for text, encoding, codec in (
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
    ):
        path.write_bytes((latin + text).encode(encoding))
        assert find_encoding(path, "auto", "a.txt") == codec


def test_damaged_big5_is_not_taken_for_gb18030(tmp_path):
    path = tmp_path / "a.txt"
    # 0xFF begins no character in either; 0x81 0x40 is a fault of Big5 alone.
    path.write_bytes((TRADITIONAL + "\n").encode("big5") * 5000 + b"\xff\n")
    with pytest.raises(ProblemsFound, match=r"cannot be read as utf-8 or big5hkscs"):
        find_encoding(path, "auto", "a.txt")
    path.write_bytes((TRADITIONAL + "\n").encode("big5") * 20 + b"\x81\x40\n")
    assert path.read_bytes().decode("gb18030")
    with pytest.raises(ProblemsFound, match=r"cannot be read as utf-8 or big5hkscs"):
        find_encoding(path, "auto", "a.txt")


def test_big5_declared_as_another_names_the_one_that_fits(reader):
    reader.write("a.csv", TRADITIONAL_TABLE, "big5")
    with pytest.raises(ProblemsFound, match="It reads as cp950: write encoding: cp950"):
        reader.read(encoding="utf-8", **TRADITIONAL_MAPPING)


def test_real_gb18030_tables_stay_gb18030(real_data_dir):
    paths = sorted((real_data_dir / "northeast_real" / "nbs_gbk").glob("*.csv"))
    found = [find_encoding(path, "auto", path.name) for path in paths]
    assert found == ["gb18030"] * 7


def test_real_texts_are_told_apart_in_both_encodings(real_data_dir):
    patterns = ("text/**/*.txt", "text/**/*.jsonl", "reviews/*.csv", "geo/**/*.csv", "census/*.csv")
    paths = sorted(path for pattern in patterns for path in real_data_dir.glob(pattern))
    verdicts = {}
    for path in paths:
        text = path.read_bytes()[:60_000].decode("utf-8", "ignore")
        if sum("一" <= letter <= "鿿" for letter in text) >= 100:
            verdicts[path.name] = (
                judge_chinese(text.encode("gb18030")),
                judge_chinese(TO_TRADITIONAL(text).encode("big5hkscs", "ignore")),
            )
    assert len(verdicts) >= 15
    assert {name: told for name, told in verdicts.items() if told != ("gb18030", "big5")} == {}
