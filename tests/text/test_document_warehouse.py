"""From files to marts: what is wrong is told, copies do not count, and only new texts are cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import pytest
from support.document_study import DocumentStudy, build_models

from demo.document_grammar import THEMES, compose
from wenmai.settings import Settings

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
NAMES = [f"documents/{2020 + number % 5}_沈阳市_{number}.txt" for number in range(8)]


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


def write_in_traditional_characters(study: DocumentStudy) -> None:
    """Write texts as Taiwan and Hong Kong do: to be read as simplified ones, and one as it is."""
    from opencc import OpenCC

    in_taiwan, in_hong_kong = OpenCC("s2tw").convert, OpenCC("s2hk").convert
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


def change(study: DocumentStudy) -> None:
    """Delete, change, rename and add documents, of which some cannot be used."""
    for name in NAMES[:3]:
        (study.folder / name).unlink()
    study.write(NAMES[3], policy(100))  # changed
    study.write("documents/2024_大连市_转发.txt", policy(0))  # back under another name
    study.write("documents/2019_沈阳市_copy.txt", policy(5))  # the earlier copy is kept
    study.write("documents/2023_大连市_新.txt", policy(101))
    study.write("documents/2024_大连市_抄.txt", f"转发。{policy(101)}")  # all but a copy
    study.write("documents/2021_吉林_open.txt", policy(102))  # a city or a province?
    study.write("documents/2021_某公司_who.txt", policy(103))
    study.write("documents/2021_沈阳市_scan.pdf", b"%PDF-1.4 nothing")
    study.write("documents/2021_沈阳市_stub.txt", "文旅融合")


@dataclass(frozen=True)
class Changed:
    """A warehouse of two studies, built, changed and built again: its rows before and after."""

    study: DocumentStudy
    first: dict[str, list[tuple]]
    after: dict[str, list[tuple]]


@pytest.fixture(scope="module")
def changed(project_dir, tmp_path_factory) -> Changed:
    folder = tmp_path_factory.mktemp("documents")
    settings = Settings(project_dir, folder / "home", (folder / "landing",))
    write_in_traditional_characters(DocumentStudy(settings, "scripts"))
    study = DocumentStudy(settings)
    study.declare()
    for number, name in enumerate(NAMES):
        study.write(name, policy(number))
    first = build(study)
    change(study)
    return Changed(study, first, build(study))


def test_texts_in_traditional_characters_are_analysed_and_compared_as_simplified_ones(changed):
    ask, scripts = changed.study.rows, "study_code = 'scripts'"
    quarantined = f"select reason, candidates from quality.fct_quarantine where {scripts}"
    assert ask(quarantined) == []
    found = ask(
        "select title, issuer, issuer_unit_code, document_type, script, n_converted_characters > 0,"
        f" duplicate_of, duplicate_similarity from marts.dim_documents where {scripts}"
        " order by title"
    )
    original = "documents/2020_新闻_沈阳市文化局_原文.txt"
    assert found == [
        ("old", "遼寧省", "210000", "news", "traditional", False, None, None),
        ("原文", "沈阳市文化局", "210100", "news", "simplified", False, None, None),
        ("規劃", "中衞市", "640500", "policy", "traditional", True, None, None),
        ("轉載", "瀋陽市文化局", "210100", "news", "traditional", True, original, 1.0),
    ]
    terms = dict(
        ask(
            "select documents.title, count(*) from marts.fct_document_terms as terms"
            " inner join marts.dim_documents as documents using (study_code, document_id)"
            f" where terms.term in ('冰雪旅游', '工业遗产') and {scripts} group by all"
        )
    )
    assert terms == {"原文": 2, "規劃": 2}


def test_what_is_wrong_with_a_document_is_told(changed):
    ask, texts = changed.study.rows, "study_code = 'texts'"
    unusable = f"from marts.dim_documents where {texts} and not is_usable"
    documents = dict(ask(f"select document_id, is_usable {unusable}"))
    assert documents == {
        NAMES[5]: False,
        "documents/2021_沈阳市_stub.txt": False,
        "documents/2024_大连市_抄.txt": False,
    }
    reasons = dict(ask("select source_file, reason_code from quality.fct_quarantine"))
    assert reasons == {
        "documents/2021_沈阳市_scan.pdf": "document_damaged",
    }
    told = ask("select reason, way_out from quality.fct_quarantine")
    assert all(reason and way_out and "{" not in reason for reason, way_out in told)
    sums = ask(
        "select sum(rows_read), sum(rows_loaded), sum(rows_quarantined), count(*) "
        f"from quality.fct_source_files where {texts}"
    )
    assert sums == [(13, 12, 1, 13)]
    # an issuer that is no place, or one of two, keeps no text out: it only lacks its place
    without_place = ask(
        "select title, unit_code, issuer_status, issuer_candidates, is_usable"
        f" from marts.dim_documents where {texts} and issuer_status <> 'resolved' order by title"
    )
    assert without_place == [
        ("open", None, "ambiguous", "吉林市 220200, 吉林省 220000", True),
        ("who", None, "unknown", None, True),
    ]


def test_any_change_gives_what_a_full_rebuild_gives(changed):
    n_texts = len({*NAMES, "原文", "規劃", "old"})  # 轉載 is 原文
    assert len(changed.first["intermediate.int_text__segmented_texts"]) == n_texts
    changed.study.settings.build_file.unlink()
    for table, rows in build(changed.study).items():
        assert changed.after[table] == rows, table
        assert rows or table in MAY_BE_EMPTY, table
