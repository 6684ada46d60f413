"""From files to marts: what is wrong is told, copies do not count, and only new texts are cut."""

import pytest
from support.document_study import DocumentStudy, build_models

pytestmark = pytest.mark.slow
BODY = "发展冰雪旅游，推动文旅融合，保护工业遗产。各地出台扶持政策，培育数字文化企业，建设博物馆。"
TABLES = (
    "marts.dim_documents",
    "marts.fct_document_terms",
    "intermediate.int_text__segmented_texts",
    "intermediate.int_text__signatures",
    "quality.fct_quarantine",
    "quality.fct_source_files",
)
MODELS = ["+fct_document_terms", "+dim_documents", "+fct_quarantine", "+fct_source_files"]


def body(number: int) -> str:
    """Return a text of its own: no copy of that of another number."""
    return "".join(f"第{number}号项目{number * place}，{BODY[place:]}" for place in range(1, 9))


def build(study: DocumentStudy, *, full_refresh: bool = False) -> dict[str, list[tuple]]:
    """Ingest and build, and return the tables that people see."""
    if full_refresh:
        study.settings.build_file.unlink()
    study.ingest()
    build_models(study.settings, MODELS)
    return {table: study.rows(f"select * from {table} order by all") for table in TABLES}


def fresh(study: DocumentStudy, home) -> dict[str, list[tuple]]:
    """Build the same study in a warehouse that knows nothing."""
    from dataclasses import replace

    return build(DocumentStudy(replace(study.settings, home=home), study.code))


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
    build(study)
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


def test_any_change_gives_what_a_full_rebuild_gives(settings, tmp_path):
    study = DocumentStudy(settings)
    study.declare()
    for number in range(6):
        study.write(f"documents/2020_沈阳市_{number}.txt", body(number))
    first = build(study)
    assert len(first["intermediate.int_text__segmented_texts"]) == 6

    (study.folder / "documents/2020_沈阳市_0.txt").unlink()
    study.write("documents/2020_沈阳市_1.txt", body(11))  # changed
    study.write("documents/2019_沈阳市_copy.txt", body(2))  # the earlier copy is kept
    study.write("documents/2021_吉林_open.txt", body(7))  # a city or a province?
    study.write("documents/2021_某公司_who.txt", body(8))
    study.write("documents/2021_沈阳市_scan.pdf", b"%PDF-1.4 nothing")
    study.write("documents/2021_沈阳市_stub.txt", "文旅融合")
    changed = build(study)
    again = fresh(study, tmp_path / "fresh")
    assert changed == again

    documents = dict(
        study.rows("select document_id, is_usable from marts.dim_documents where is_usable = false")
    )
    assert documents == {
        "documents/2020_沈阳市_2.txt": False,
        "documents/2021_沈阳市_stub.txt": False,
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
    assert sums == [(10, 9, 1, 10)]
    # an issuer that is no place, or one of two, keeps no text out: it only lacks its place
    without_place = study.rows(
        "select title, unit_code, issuer_status, issuer_candidates, is_usable"
        " from marts.dim_documents where issuer_status <> 'resolved' order by title"
    )
    assert without_place == [
        ("open", None, "ambiguous", "吉林市 220200, 吉林省 220000", True),
        ("who", None, "unknown", None, True),
    ]

    assert build(study, full_refresh=True) == changed
