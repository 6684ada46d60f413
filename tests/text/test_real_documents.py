"""Seventy years of government work reports and five local policies, as they are."""

import json
import re
import shutil

import pytest
from support.warehouse import DemoWarehouse

from wenmai.pipeline import RefreshRequest, refresh
from wenmai.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.slow]

STUDY = "gov_work_reports"
REPORTS = "documents/government_work_reports.jsonl"
# Sessions of the National People's Congress: first year of each congress that adopted resolutions.
FIRST_YEARS = {"二": 1959, "十": 2003, "十一": 2008, "十二": 2013, "十三": 2018, "十四": 2023}


@pytest.fixture(scope="module")
def real_texts(tmp_path_factory, project_dir, real_data_dir) -> DemoWarehouse:
    """Return a warehouse of the example with the real texts beside it."""
    home = tmp_path_factory.mktemp("real_texts")
    documents = home / "landing" / STUDY / "documents"
    shutil.copytree(project_dir / "examples" / STUDY, documents.parent)
    documents.mkdir()
    for pattern in ("gov_work_reports/*.jsonl", "policy_pkulaw_samples/*.[tx][xl][ts]*"):
        for file in sorted((real_data_dir / "text").glob(pattern)):
            (documents / file.name).write_bytes(file.read_bytes())
    settings = Settings(project_dir=project_dir, home=home, landing=(home / "landing",))
    return DemoWarehouse(settings, refresh(settings))


@pytest.fixture(scope="module")
def completed(real_texts, tmp_path_factory) -> DemoWarehouse:
    """Return a copy, not published, in which somebody put in the years that were asked for."""
    home = tmp_path_factory.mktemp("completed")
    shutil.copytree(real_texts.settings.home, home, dirs_exist_ok=True)
    file = home / "landing" / STUDY / REPORTS
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for record in records:
        record["year"] = record["year"] or year_of(record["title"])
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    file.write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(real_texts.settings.project_dir, home=home, landing=(home / "landing",))
    return DemoWarehouse(settings, refresh(settings, RefreshRequest(publish=False)))


def year_of(title: str) -> str:
    congress, session = re.match("第(.+?)届全国人民代表大会第(.)次会议", title).groups()
    return str(FIRST_YEARS[congress] + "一二三四五".index(session))


def test_every_line_of_the_collection_is_loaded_or_in_quarantine(real_texts):
    assert real_texts.rows(
        "select rows_read, rows_loaded, rows_quarantined from quality.fct_source_files"
        f" where source_file = '{REPORTS}'"
    ) == [(72, 52, 20)]


def test_what_waits_in_quarantine_is_undated_or_not_at_hand(real_texts):
    found = real_texts.rows(
        "select reason_code, source_file, count(*) from quality.fct_quarantine group by all"
        " order by all"
    )
    assert found == [
        ("date_missing", REPORTS, 20),
        ("metadata_without_file", "documents/policy_list.xlsx", 142),
    ]


def test_every_document_has_its_issuer_and_year(real_texts):
    found = real_texts.rows(
        "select unit_code, count(*), min(year), max(year) from marts.dim_documents"
        " group by all order by all"
    )
    assert found == [
        ("100000", 52, 1954, 2025),
        ("110000", 1, 2022, 2022),
        ("150200", 1, 2022, 2022),
        ("340000", 2, 2021, 2022),
        ("513200", 1, 2021, 2021),
    ]


def test_no_report_is_a_copy_a_stub_or_cut_off(real_texts):
    assert real_texts.rows(
        "select count(*) filter (is_stub), count(*) filter (is_truncated), count(duplicate_of)"
        " from marts.dim_documents"
    ) == [(0, 0, 0)]


def test_reports_of_the_fifties_are_in_traditional_characters(real_texts):
    found = real_texts.rows(
        "select year, script, round(traditional_share, 3), n_converted_characters"
        " from marts.dim_documents where script != 'simplified' or n_converted_characters > 0"
        " order by year"
    )
    assert found == [(1954, "traditional", 0.972, 6830), (1957, "mixed", 0.025, 230)]


def shares(warehouse: DemoWarehouse, term: str) -> dict[int, float]:
    return dict(
        warehouse.rows(
            "select year // 10 * 10, sum(n_documents_with_term) / sum(n_documents)"
            " from marts.fct_term_trends where document_type = 'all' and term = ? group by all",
            [term],
        )
    )


def test_terms_come_and_go_with_their_times(real_texts):
    communes, reform = shares(real_texts, "人民公社"), shares(real_texts, "改革开放")
    assert communes[1960] == communes[1970] == 1
    assert max(communes[decade] for decade in range(1980, 2030, 10)) == 0
    assert max(reform[decade] for decade in (1950, 1960, 1970)) == 0
    assert reform[1990] == reform[2000] == reform[2010] == 1
    plan = dict(
        real_texts.rows(
            "select year // 10 * 10, avg(count_per_1000_tokens) from marts.fct_term_trends"
            " where document_type = 'all' and term = '计划' group by all"
        )
    )
    assert plan[1950] > 2 * plan[1990] > 8 * plan[2020] > 0


def test_terms_of_the_last_decade_emerge_and_lasting_ones_do_not(real_texts):
    found = dict(
        real_texts.rows(
            "select term, is_emerging from marts.fct_emerging_terms where document_type = 'all'"
        )
    )
    for term in ("人工智能", "数字经济", "高质量发展", "跨境电商", "数字化转型", "工匠精神"):
        assert found[term], term
    for term in ("经济", "工业", "农业", "国务院", "计划", "文化", "人民公社", "阶级斗争"):
        assert not found[term], term
    assert 0.02 < sum(found.values()) / len(found) < 0.15


def test_topics_are_of_their_times(real_texts):
    topics = real_texts.rows(
        "select label, top_terms, yearly_share_change, coherence from marts.fct_topics"
    )
    assert 4 <= len(topics) <= 20
    change = {term: row[2] for row in topics for term in row[1].split("、")[:5]}
    assert change["帝国主义"] < 0 < change["习近平"]
    assert sum(row[3] for row in topics) / len(topics) > 0.3


def test_new_words_are_proposed_and_not_used(real_texts):
    proposed = {
        row[0] for row in real_texts.rows("select candidate from marts.fct_new_word_candidates")
    }
    assert proposed >= {"乡村振兴", "脱贫攻坚", "减税降费", "雾霾", "新能源汽车"}
    used = {row[0] for row in real_texts.rows("select distinct term from marts.fct_document_terms")}
    assert not proposed & used


def test_resolutions_become_stubs_once_they_have_a_year(completed):
    found = completed.build_rows(
        "select is_stub, is_usable, count(*), max(n_chinese_characters) < 3000,"
        " bool_and(title like '%决议') from marts.dim_documents"
        f" where source_file = '{REPORTS}' group by all order by all"
    )
    assert found == [(False, True, 52, False, False), (True, False, 20, True, True)]


def test_completing_the_years_changes_nothing_else(real_texts, completed):
    for table in ("fct_document_terms", "fct_document_themes", "fct_emerging_terms", "fct_topics"):
        query = f"select * from marts.{table} order by all"
        assert real_texts.build_rows(query) == completed.build_rows(query), table
    segmented = "select count(*) from intermediate.int_text__segmented_texts"
    assert completed.build_rows(segmented) == [(57,)]
