"""From documents and their terms to themes, topics, trends and emerging terms, in the warehouse."""

import math
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.corpora import corpus

SQL_MARTS = [
    "fct_document_themes",
    "fct_unit_year_themes",
    "fct_term_trends",
    "fct_frequent_terms",
    "fct_emerging_terms",
]
TOPIC_MARTS = [
    "fct_topics",
    "fct_topic_terms",
    "fct_topic_selection",
    "fct_document_topics",
    "fct_unit_year_topics",
    "fct_topic_trends",
]
OTHERS = ["fct_new_word_candidates", "fct_segmentation_quality", "fct_segmentation_errors"]
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LEXICON = {
    "policy_support": ("专项资金", "税收优惠", "补贴"),
    "technology_embedding": ("大数据", "元宇宙"),
    "talent_support": ("人才培养", "高校"),
}
TERMS = ["文化", "发展", *(term for terms in LEXICON.values() for term in terms)]
DOCUMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "terms": st.dictionaries(st.sampled_from(TERMS), st.integers(1, 5), max_size=6),
            "year": st.integers(2018, 2024),
            "unit_code": st.sampled_from(["210100", "210000", "100000", "220100", "230100"]),
            "document_type": st.sampled_from(["policy", "news"]),
            "is_usable": st.booleans(),
        }
    ),
    max_size=14,
)


def contents(con, marts):
    return {mart: con.sql(f"from marts.{mart} order by all").fetchall() for mart in marts}


@FEW
@given(documents=DOCUMENTS, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing_to_the_last_bit(compiled_models, documents, seed):
    tables = corpus(documents)
    shuffled = {name: frame.sample(frac=1, random_state=seed) for name, frame in tables.items()}
    assert contents(compiled_models.run(tables, SQL_MARTS), SQL_MARTS) == contents(
        compiled_models.run(shuffled, SQL_MARTS), SQL_MARTS
    )


@FEW
@given(documents=DOCUMENTS)
def test_shares_sum_to_one_exactly_where_a_theme_term_occurs(compiled_models, documents):
    tables = corpus(documents)
    con = compiled_models.run(tables, SQL_MARTS)
    themed = {term for terms in LEXICON.values() for term in terms}
    holds = {
        f"d{number:04d}": bool(themed & set(document["terms"]))
        for number, document in enumerate(documents)
        if document["is_usable"]
    }
    found = con.sql("""
        select document_id, sum(theme_share), min(theme_score), max(theme_score), count(*)
        from marts.fct_document_themes group by document_id
    """).fetchall()
    assert {row[0] for row in found} == set(holds)
    for document, total, least, most, n_themes in found:
        assert n_themes == 5
        if holds[document]:
            assert total == pytest.approx(1, abs=1e-12)
            assert 0 <= least <= most <= 1
        else:
            assert total is None
    for (total,) in con.sql("""
        select sum(theme_share) from marts.fct_unit_year_themes
        group by unit_code, year having sum(theme_score) > 0
    """).fetchall():
        assert total == pytest.approx(1, abs=1e-12)


def test_theme_scores_equal_eq_6_and_the_lexicon_by_hand(compiled_models):
    """Of four news two hold 专项资金, one 人才培养, all 文化: ln(4/3), ln(4/2) and ln(4/5) < 0."""
    con = compiled_models.run(
        corpus(
            [
                {"terms": {"专项资金": 1, "人才培养": 2, "文化": 1}},
                {"terms": {"专项资金": 1, "文化": 1}},
                {"terms": {"文化": 3}},
                {"terms": {"文化": 1, "发展": 1}},
            ]
        ),
        ["fct_document_themes"],
    )
    scores = dict(
        con.sql("""
            select theme_code, theme_score from marts.fct_document_themes
            where document_id = 'd0000'
        """).fetchall()
    )
    policy, talent = math.log(4 / 3) / 4, math.log(4 / 2) / 2
    assert scores["policy_support"] == pytest.approx(policy / (policy + talent), abs=1e-12)
    assert scores["talent_support"] == pytest.approx(talent / (policy + talent), abs=1e-12)


def test_inheritance_counts_documents_of_province_and_country_in_part(compiled_models):
    """Shenyang: own 1.0, Liaoning 0.0 at a half, the country 1.0 at a quarter: 1.25 / 1.75."""
    con = compiled_models.run(
        corpus(
            [
                {"unit_code": "210100", "terms": "大数据"},
                {"unit_code": "210000", "terms": "人才培养"},
                {"unit_code": "100000", "terms": "大数据"},
                {"unit_code": None, "terms": "大数据"},
            ]
        ),
        ["fct_unit_year_themes"],
    )
    found = con.sql("""
        select unit_code, theme_score, n_own_documents, n_province_documents, n_national_documents
        from marts.fct_unit_year_themes where theme_code = 'technology_embedding'
        order by unit_code
    """).fetchall()
    assert found == [
        ("210100", pytest.approx(1.25 / 1.75), 1, 1, 1),
        ("210200", pytest.approx(0.25 / 0.75), 0, 1, 1),
        ("220100", pytest.approx(1.0), 0, 0, 1),
    ]


@FEW
@given(documents=DOCUMENTS)
def test_trends_and_frequent_terms_equal_plain_counting(compiled_models, documents):
    con = compiled_models.run(corpus(documents), ["fct_term_trends", "fct_frequent_terms"])
    usable = [document for document in documents if document["is_usable"]]
    holding, counted = defaultdict(int), defaultdict(int)
    for document in usable:
        for term, count in document["terms"].items():
            for kind in (document["document_type"], "all"):
                holding[kind, term, document["year"]] += 1
                counted[kind, term, document["year"]] += count
    for kind, term, year, n_with, n_all, share in con.sql("""
        select document_type, term, year, n_documents_with_term, n_documents, document_share
        from marts.fct_term_trends
    """).fetchall():
        of_kind = [d for d in usable if d["year"] == year and kind in (d["document_type"], "all")]
        assert (n_with, n_all) == (holding[kind, term, year], len(of_kind))
        assert share == pytest.approx(n_with / n_all)
    ranked = con.sql("""
        select document_type, year, term, term_count from marts.fct_frequent_terms
        order by document_type, year, term_rank
    """).fetchall()
    assert {(kind, term, year): count for kind, year, term, count in ranked} == dict(counted)
    for one, other in pairwise(ranked):
        assert one[:2] != other[:2] or one[3] >= other[3]


def test_a_planted_term_emerges_and_steady_terms_do_not(compiled_models):
    documents = [
        {
            "year": 2015 + number % 10,
            "terms": "文化 发展 " + ("元宇宙" if number % 10 >= 7 and number % 3 else "补贴"),
        }
        for number in range(200)
    ]
    con = compiled_models.run(corpus(documents), ["fct_emerging_terms"])
    found = con.sql("""
        select document_type, term, recent_from_year, recent_to_year, baseline_from_year,
            baseline_to_year, n_recent_documents, n_baseline_documents
        from marts.fct_emerging_terms where is_emerging order by document_type
    """).fetchall()
    # 2022-2024 against 2017-2021: five years, although the corpus begins in 2015
    assert found == [(kind, "元宇宙", 2022, 2024, 2017, 2021, 60, 100) for kind in ("all", "news")]


def themed_documents():
    """Sixty documents of two kinds of words that never meet, named in every place."""
    kinds = (
        ("冰雪", "滑雪", "雾凇", "冰雕", "温泉", "游客", "民宿", "景区"),
        ("芯片", "算法", "云端", "软件", "数据", "平台", "模型", "网络"),
    )
    return [
        {
            "unit_code": ["210100", "100000"][number % 2],
            "year": 2020 + number % 3,
            "terms": {
                **{
                    term: 1 + (number * place) % 3
                    for place, term in enumerate(kinds[number % 2])
                    if (number + place) % 4
                },
                "沈阳市": 1 + number % 4,
            },
        }
        for number in range(60)
    ]


def test_topics_hold_words_that_stand_together_and_no_names_of_places(compiled_models):
    con = compiled_models.run(corpus(themed_documents()), TOPIC_MARTS)
    assert con.sql(
        "select count(*) from marts.fct_topic_terms where term = '沈阳市'"
    ).fetchone() == (0,)
    mixed = con.sql("""
        select topic_number from marts.fct_topic_terms
        group by topic_number
        having bool_or(term in ('滑雪', '雾凇', '民宿')) and bool_or(term in ('芯片', '算法'))
    """).fetchall()
    assert mixed == []
    (chosen,) = con.sql("select n_topics from marts.fct_topic_selection where is_chosen").fetchone()
    assert con.sql(
        "select count(*), round(sum(topic_share), 9) from marts.fct_topics"
    ).fetchone() == (
        chosen,
        1.0,
    )
    for table, key in (
        ("fct_document_topics", "document_id"),
        ("fct_unit_year_topics", "unit_code, year"),
        ("fct_topic_trends", "year"),
    ):
        totals = con.sql(f"select sum(topic_share) from marts.{table} group by {key}").fetchall()
        assert totals and all(total == pytest.approx(1, abs=1e-9) for (total,) in totals)


@pytest.mark.parametrize("documents", [[], [{"terms": ""}], [{"terms": "大数据"}]])
def test_a_corpus_too_small_for_anything_gives_empty_tables_and_says_why(
    compiled_models, documents
):
    con = compiled_models.run(corpus(documents), [*SQL_MARTS, *TOPIC_MARTS])
    for mart in ("fct_topics", "fct_document_topics", "fct_topic_trends", "fct_emerging_terms"):
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (0,), mart
    findings = con.sql("select distinct finding from marts.fct_topic_selection").fetchall()
    assert len(findings) == (1 if documents else 0)
    assert all(finding.startswith("Not tried") for (finding,) in findings)


def test_without_documents_no_dictionary_is_read(compiled_models, monkeypatch):
    import wenmai.text.jieba_tokenizer as tokenizer

    def refuse(*_):
        raise AssertionError("jieba was asked although no study has documents")

    monkeypatch.setattr(tokenizer, "load_tokenizer", refuse)
    con = compiled_models.run(corpus([]), OTHERS)
    for mart in OTHERS:
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (0,), mart


def test_the_order_of_rows_does_not_change_the_topics(compiled_models):
    tables = corpus(themed_documents())
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in tables.items()}
    assert contents(compiled_models.run(tables, TOPIC_MARTS), TOPIC_MARTS) == contents(
        compiled_models.run(shuffled, TOPIC_MARTS), TOPIC_MARTS
    )
