"""From files to marts: what is wrong is told, copies do not count, and only new texts are cut."""

from collections.abc import Sequence
from random import Random

import pytest
from support.document_study import DocumentStudy, build_models

from demo.document_grammar import THEMES, compose

pytestmark = pytest.mark.slow
BODY = "发展冰雪旅游，推动文旅融合，保护工业遗产。各地出台扶持政策，培育数字文化企业，建设博物馆。"
TABLES = (
    "marts.dim_documents",
    "marts.fct_document_terms",
    "marts.fct_document_themes",
    "marts.fct_document_topics",
    "marts.fct_emerging_terms",
    "marts.fct_new_word_candidates",
    "marts.fct_term_trends",
    "marts.fct_topics",
    "marts.fct_unit_year_themes",
    "intermediate.int_text__document_terms",
    "intermediate.int_text__segmented_texts",
    "intermediate.int_text__signatures",
    "quality.fct_quarantine",
    "quality.fct_source_files",
)
MAY_BE_EMPTY = {"marts.fct_new_word_candidates"}


def body(number: int) -> str:
    """Return a text of its own: no copy of that of another number."""
    return "".join(f"第{number}号项目{number * place}，{BODY[place:]}" for place in range(1, 9))


def policy(number: int) -> str:
    """Return a text of the demo's grammar, the same for the same number."""
    _, paragraphs = compose(Random(number), "policy", "沈阳市", [1 / len(THEMES)] * len(THEMES))
    return "\n".join(paragraphs)


def build(study: DocumentStudy, tables: Sequence[str] = TABLES) -> dict[str, list[tuple]]:
    """Ingest and build, and return some of the tables that people see."""
    study.ingest()
    build_models(study.settings, [f"+{table.partition('.')[2]}" for table in tables])
    return {table: study.rows(f"select * from {table} order by all") for table in tables}


def test_texts_in_traditional_characters_are_analysed_and_compared_as_simplified_ones(settings):
    from opencc import OpenCC

    in_taiwan, in_hong_kong = OpenCC("s2tw").convert, OpenCC("s2hk").convert
    study = DocumentStudy(settings)
    study.declare(
        "  - code: texts\n    files: documents/*\n"
        "    name_pattern: '(?P<date>\\d{4})_(?P<type>[^_]+)_(?P<issuer>[^_]*)_(?P<title>.+)'\n"
        "  - code: kept\n    files: kept/*\n    type: news\n    date: 2021\n"
        "    issuer: 遼寧省\n    script: keep\n"
    )
    study.write("documents/2020_新闻_沈阳市文化局_原文.txt", body(1))
    study.write("documents/2021_新聞_瀋陽市文化局_轉載.txt", in_taiwan(body(1)))
    study.write("documents/2021_政策_中衞市_規劃.txt", in_hong_kong(body(2)))
    study.write("kept/old.txt", in_taiwan(body(3)))
    build(study, ["marts.dim_documents", "marts.fct_document_terms", "quality.fct_quarantine"])
    assert study.rows("select reason, candidates from quality.fct_quarantine") == []
    found = study.rows(
        "select title, issuer, issuer_unit_code, document_type, script, n_converted_characters > 0,"
        " duplicate_of, duplicate_similarity from marts.dim_documents order by title"
    )
    original = "documents/2020_新闻_沈阳市文化局_原文.txt"
    assert found == [
        ("old", "遼寧省", "210000", "news", "traditional", False, None, None),
        ("原文", "沈阳市文化局", "210100", "news", "simplified", False, None, None),
        ("規劃", "中衞市", "640500", "policy", "traditional", True, None, None),
        ("轉載", "瀋陽市文化局", "210100", "news", "traditional", True, original, 1.0),
    ]
    terms = dict(
        study.rows(
            "select documents.title, count(*) from marts.fct_document_terms as terms"
            " inner join marts.dim_documents as documents using (study_code, document_id)"
            " where terms.term in ('冰雪旅游', '工业遗产') group by all"
        )
    )
    assert terms == {"原文": 2, "規劃": 2}


def test_any_change_gives_what_a_full_rebuild_gives(settings):
    study = DocumentStudy(settings)
    study.declare()
    names = [f"documents/{2020 + number % 5}_沈阳市_{number}.txt" for number in range(8)]
    for number, name in enumerate(names):
        study.write(name, policy(number))
    first = build(study)
    assert len(first["intermediate.int_text__segmented_texts"]) == 8

    for name in names[:3]:
        (study.folder / name).unlink()
    study.write(names[3], policy(100))  # changed
    study.write("documents/2024_大连市_转发.txt", policy(0))  # back under another name
    study.write("documents/2019_沈阳市_copy.txt", policy(5))  # the earlier copy is kept
    study.write("documents/2023_大连市_新.txt", policy(101))
    study.write("documents/2024_大连市_抄.txt", f"转发。{policy(101)}")  # all but a copy
    study.write("documents/2021_吉林_open.txt", policy(102))  # a city or a province?
    study.write("documents/2021_某公司_who.txt", policy(103))
    study.write("documents/2021_沈阳市_scan.pdf", b"%PDF-1.4 nothing")
    study.write("documents/2021_沈阳市_stub.txt", "文旅融合")
    changed = build(study)

    documents = dict(
        study.rows("select document_id, is_usable from marts.dim_documents where is_usable = false")
    )
    assert documents == {
        names[5]: False,
        "documents/2021_沈阳市_stub.txt": False,
        "documents/2024_大连市_抄.txt": False,
    }
    reasons = dict(study.rows("select source_file, reason_code from quality.fct_quarantine"))
    assert reasons == {
        "documents/2021_沈阳市_scan.pdf": "document_damaged",
    }
    told = study.rows("select reason, way_out from quality.fct_quarantine")
    assert all(reason and way_out and "{" not in reason for reason, way_out in told)
    sums = study.rows(
        "select sum(rows_read), sum(rows_loaded), sum(rows_quarantined), count(*) "
        "from quality.fct_source_files"
    )
    assert sums == [(13, 12, 1, 13)]
    # an issuer that is no place, or one of two, keeps no text out: it only lacks its place
    without_place = study.rows(
        "select title, unit_code, issuer_status, issuer_candidates, is_usable"
        " from marts.dim_documents where issuer_status <> 'resolved' order by title"
    )
    assert without_place == [
        ("open", None, "ambiguous", "吉林市 220200, 吉林省 220000", True),
        ("who", None, "unknown", None, True),
    ]

    study.settings.build_file.unlink()
    for table, rows in build(study).items():
        assert changed[table] == rows, table
        assert rows or table in MAY_BE_EMPTY, table
