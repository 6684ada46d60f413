"""Whatever is added, changed and deleted: the terms are those of a full rebuild."""

import hashlib
from collections.abc import Iterator
from functools import cache

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from wenmai.text.batches import SegmenterSpec
from wenmai.text.incremental import SEGMENTED, segment_new_texts
from wenmai.text.segmentation import Segmenter

NAMES = [f"{letter}.txt" for letter in "abcdef"]
# Few texts, so that documents often share one; empty of terms, ambiguous, with a domain term.
TEXTS = (
    "发展冰雪旅游，推动文旅融合。",
    "业态和文旅融合发展，业态创新。",
    "保护非物质文化遗产，建设博物馆。",
    "建设博物馆，建设博物馆，建设图书馆。",
    "2024年，3.5%。",
    "数字内容生产与动漫ip开发",
)
DICTIONARIES = (
    (("冰雪旅游", "文旅融合", "非物质文化遗产", "动漫IP开发"), ()),
    (("冰雪旅游",), ()),
    (("冰雪旅游",), ("建设", "发展")),
)


class CountingSegmenter(Segmenter):
    """Remembers which texts it was asked to cut."""

    asked: list[str]

    def count(self, text):
        self.asked.append(text)
        return super().count(text)


@cache
def segmenter(number: int) -> CountingSegmenter:
    made = CountingSegmenter(*DICTIONARIES[number])
    made.asked = []
    return made


class CachedSpec(SegmenterSpec):
    """Makes one segmenter for all examples: reading jieba's dictionary takes a second."""

    def make(self) -> Segmenter:
        return segmenter(DICTIONARIES.index((tuple(self.domain_terms), self.stop_words)))


def spec(number: int) -> SegmenterSpec:
    terms, stop_words = DICTIONARIES[number]
    return CachedSpec(dict.fromkeys(terms), stop_words)


def as_frame(documents: dict[str, str]) -> pd.DataFrame:
    rows = [(hashlib.sha256(text.encode()).hexdigest(), text) for text in documents.values()]
    return pd.DataFrame(rows, columns=["content_hash", "text"], dtype="object")


@cache
def database() -> duckdb.DuckDBPyConnection:
    """Return one database for all examples: opening one takes longer than a refresh of theirs."""
    return duckdb.connect()


def refresh_terms(previous: pd.DataFrame, documents: pd.DataFrame, wanted: CachedSpec):
    """Do what int_text__segmented_texts does."""
    strings = pa.schema([("content_hash", pa.string()), ("text", pa.string())])
    with database().cursor() as session:
        known = pa.Table.from_pandas(previous, SEGMENTED, preserve_index=False)
        given = pa.Table.from_pandas(  # noqa: F841 - DuckDB finds it by its name
            documents, strings, preserve_index=False
        )
        session.execute("create or replace table terms as select * from known")
        session.execute(
            "create or replace table texts as select *, length(text) as n_characters"
            " from given qualify row_number() over (partition by content_hash) = 1"
        )
        code = wanted.make().segmentation_hash
        terms = segment_new_texts(
            session,
            session.table("texts"),
            wanted,
            1,
            segmentation_hash=code,
            known=session.table("terms") if len(known) else None,
        )
        return terms.order("content_hash").df()


def nothing() -> pd.DataFrame:
    return SEGMENTED.empty_table().to_pandas()


@cache
def rebuilt_terms(texts: frozenset[str], dictionary: int) -> pd.DataFrame:
    """Return the terms of some texts, made from nothing; many examples meet the same ones."""
    documents = {f"{number}.txt": text for number, text in enumerate(sorted(texts))}
    return refresh_terms(nothing(), as_frame(documents), spec(dictionary))


# A refresh finds other documents (None: deleted), and perhaps another dictionary.
refreshes = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(TEXTS), max_size=4),
        st.sampled_from(range(len(DICTIONARIES))),
    ),
    min_size=1,
    max_size=6,
)


def states(changes) -> Iterator[tuple[dict[str, str], int]]:
    documents: dict[str, str] = {}
    for found, dictionary in changes:
        documents = {name: text for name, text in {**documents, **found}.items() if text}
        yield documents, dictionary


@given(refreshes)
@settings(deadline=None, max_examples=40)
def test_after_any_changes_new_texts_are_cut_and_the_terms_are_those_of_a_rebuild(changes):
    terms, before = nothing(), set()
    for documents, dictionary in states(changes):
        segmenter(dictionary).asked.clear()
        terms = refresh_terms(terms, as_frame(documents), spec(dictionary))
        now = {(dictionary, text) for text in documents.values()}
        assert sorted(segmenter(dictionary).asked) == sorted(text for _, text in now - before)
        before = now
        rebuilt = rebuilt_terms(frozenset(documents.values()), dictionary)
        assert_frame_equal(terms, rebuilt)


def test_a_text_belongs_to_no_document_alone():
    documents = {"a.txt": TEXTS[0], "b.txt": TEXTS[0]}
    both = refresh_terms(nothing(), as_frame(documents), spec(0))
    one = refresh_terms(both, as_frame({"b.txt": TEXTS[0]}), spec(0))
    assert len(both) == 1
    assert_frame_equal(both, one)


@pytest.mark.parametrize("number", range(len(DICTIONARIES)))
def test_the_dictionaries_differ_in_what_they_keep(number):
    kept = [segmenter(n).keep(segmenter(n).cut(TEXTS[1] + TEXTS[3])) for n in range(3)]
    assert all(kept[number] != other for n, other in enumerate(kept) if n != number)
