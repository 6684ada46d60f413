"""Superset over its REST API: every chart's numbers, a publication underneath, the page itself.

Too heavy for `make test` on a fresh clone (700 MB, minutes): it skips where `.venv-bi` is absent.
"""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import httpx
import pytest
import yaml
from test_bi_files import CHARTS, DASHBOARD, PROJECT

from wenmai.labels import code_name
from wenmai.publish import publish

pytestmark = pytest.mark.slow

TITLES = {name: chart["slice_name"] for name, chart in CHARTS.items()}
# What each chart should show, asked of the marts by hand: the same columns in the same order.
EXPECTED = {
    "release": "select max(_release_id) from marts.mart_city_year",
    "cities": "select count(distinct unit_code) from marts.mart_city_year",
    "observed_share": "select avg(observed_weight_share) from marts.mart_city_year",
    "ranking": """
        select rank_in_year, unit_name_zh, province_name_zh, innovation_score, score_p05,
            score_p95, rank_p05, rank_p95, path_name_zh
        from marts.mart_city_year order by rank_in_year limit 1000""",
    "nature": """
        select study_name_zh, '合成数据：不说明任何真实地区的情况'
        from marts.dim_studies where is_synthetic""",
    "intervals": """
        select lpad(coalesce(rank_in_year::varchar, '—'), 3, ' ') || ' ' || unit_name_zh,
            min(score_p05), min(score_p95 - score_p05)
        from marts.mart_city_year group by 1
        order by min(innovation_score) desc nulls last limit 60""",
    "province_trend": """
        select year, province_name_zh, avg(innovation_score)
        from marts.fct_innovation_index join marts.dim_units using (unit_code) group by all""",
    "city_map": """
        select unit_name_zh, province_name_zh, any_value(longitude), any_value(latitude),
            avg(innovation_score)
        from marts.fct_innovation_index join marts.dim_units using (unit_code) group by 1, 2""",
    "path_shares_by_year": """
        select year, path_name_zh, sum(path_share)
        from marts.mart_path_shares join marts.dim_path_types using (path_code)
        where scope_code = 'year' group by 1, 2""",
    "path_shares_by_province": """
        select province_name_zh, path_name_zh, sum(path_share)
        from marts.mart_path_shares
        join marts.dim_path_types using (path_code)
        join (select distinct province_code, province_name_zh from marts.dim_units)
            using (province_code)
        where scope_code = 'province' group by 1, 2""",
    "indicator_weights": """
        select indicator_name_zh, avg(weight)
        from marts.fct_indicator_weights
        join marts.dim_indicators using (study_code, indicator_code)
        where weight_scope = 'pooled' group by 1""",
    "regression_coefficients": """
        select model_name_zh, term_name_zh, effect_type, coefficient, ci_low, ci_high, p_value
        from marts.fct_regression_terms join marts.dim_models using (study_code, model_code)
        where term_position > 0""",
    "emerging_terms": """
        select term, recent_share, baseline_share, share_growth, z_score, q_value
        from marts.fct_emerging_terms where is_emerging and document_type = 'all'
        order by z_score desc limit 100""",
    "file_outcomes": """
        select mapping_code, count(distinct source_file), sum(rows_read), sum(rows_loaded),
            sum(rows_collapsed), sum(rows_quarantined)
        from quality.fct_source_files group by 1""",
    "quarantine_reasons": "select reason_code, count(*) from quality.fct_quarantine group by 1",
    "plausibility": """
        select unit_name_zh, year, indicator_name_zh, check_code, raw_value, expected_value,
            finding_zh
        from quality.fct_plausibility as checks
        left join marts.dim_units using (unit_code)
        left join marts.dim_indicators as indicators
            on checks.study_code = indicators.study_code
            and checks.indicator_code = indicators.indicator_code""",
}
# Where a chart says in Chinese what a column holds as a code.
CODED = {"regression_coefficients": 2, "quarantine_reasons": 0, "plausibility": 3}


def shown(rows: list[dict], width: int) -> list[tuple]:
    """Return rows as sorted tuples, numbers with nine digits."""
    return comparable([tuple(row.values())[:width] for row in rows])


def comparable(rows: list[tuple]) -> list[tuple]:
    def plain(value):
        if value is None or isinstance(value, str | bool):
            return value
        return float(f"{float(value):.9g}")

    return sorted((tuple(plain(value) for value in row) for row in rows), key=repr)


def test_every_chart_has_an_expectation(superset):
    assert set(EXPECTED) == set(CHARTS)
    assert set(superset.charts) == set(TITLES.values())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_chart_shows_what_the_marts_say(superset, name):
    wanted = [
        tuple(
            code_name(value)["zh"] if place == CODED.get(name) else value
            for place, value in enumerate(row)
        )
        for row in superset.warehouse.rows(EXPECTED[name])
    ]
    asked = superset.ask(TITLES[name], force=True)
    assert asked["data"], "the demo has nothing to show here"
    assert shown(asked["data"], len(wanted[0])) == comparable(wanted)
    kept = superset.ask(TITLES[name])
    assert kept["is_cached"], "the second time it is not asked again"
    assert kept["data"] == asked["data"]


def test_columns_are_described_as_in_the_marts(superset):
    listed = superset.client.get("/api/v1/dataset/", params={"q": "(page_size:100)"}).json()
    (number,) = [each["id"] for each in listed["result"] if each["table_name"] == "mart_city_year"]
    columns = superset.client.get(f"/api/v1/dataset/{number}").json()["result"]["columns"]
    (score,) = [each for each in columns if each["column_name"] == "innovation_score"]
    assert score["verbose_name"] == "综合得分"
    model = yaml.safe_load((PROJECT / "models/marts/bi/mart_city_year.yml").read_text("utf-8"))
    (stated,) = [
        each for each in model["models"][0]["columns"] if each["name"] == "innovation_score"
    ]
    assert score["description"] == stated["description"]


def test_sql_lab_reads_the_warehouse(superset):
    answer = run_sql(superset, "select count(*) as n from marts.mart_city_year")
    assert answer["data"] == [
        {"n": superset.warehouse.rows("select count(*) from marts.mart_city_year")[0][0]}
    ]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("delete from marts.mart_city_year", "only SELECT|read-only|DML|not allow"),
        ("select * from read_text('/etc/hostname')", "may not call read_text|不得调用read_text"),
    ],
    ids=["writing", "reading other files"],
)
def test_sql_lab_reaches_nothing_but_the_warehouse(superset, statement, reason):
    answer = run_sql(superset, statement)
    assert re.search(reason, str(answer["errors"])), answer["errors"]


def test_a_viewer_looks_at_the_dashboard_and_does_nothing_else(superset):
    with httpx.Client(base_url=superset.address, timeout=120) as client:
        said = {"username": "viewer", "password": "for-looking-only", "provider": "db"}
        token = client.post("/api/v1/security/login", json=said).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        viewer = replace(superset, client=client)
        assert viewer.ask(TITLES["ranking"])["data"] == superset.ask(TITLES["ranking"])["data"]
        for page in ("database", "security/users", "saved_query", "query"):
            assert client.get(f"/api/v1/{page}/").status_code in {403, 404}, page
        number = superset.charts[TITLES["ranking"]]
        assert client.put(f"/api/v1/chart/{number}", json={"slice_name": "x"}).status_code >= 400


def run_sql(superset, statement: str) -> dict:
    listed = superset.client.get("/api/v1/database/").json()["result"]
    return superset.client.post(
        "/api/v1/sqllab/execute/",
        json={"database_id": listed[0]["id"], "sql": statement, "schema": "marts"},
        headers={"X-CSRFToken": csrf_token(superset), "Referer": superset.address},
    ).json()


def csrf_token(superset) -> str:
    return superset.client.get("/api/v1/security/csrf_token/").json()["result"]


@contextmanager
def people_looking(superset, title: str) -> Iterator[list[list]]:
    """Ask a chart anew all the time from three threads; yield what each saw or met."""
    done = threading.Event()

    def look(seen: list) -> None:
        while not done.is_set():
            try:
                (row,) = superset.ask(title, force=True)["data"]
                seen.append(row["release_id"])
            except Exception as error:  # whatever it is, the test must know
                seen.append(error)

    people: list[list] = [[], [], []]
    threads = [threading.Thread(target=look, args=[seen]) for seen in people]
    for thread in threads:
        thread.start()
    try:
        yield people
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_a_new_release_is_seen_at_once_by_people_who_are_looking(superset):
    settings = superset.warehouse.settings
    ranking, release = TITLES["ranking"], TITLES["release"]
    old = superset.ask(ranking)["data"]
    (old_release,) = superset.warehouse.rows(EXPECTED["release"])[0]
    new_release = "29990101T000000Z-ffffff"
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            "update marts.mart_city_year set innovation_score = innovation_score / 2"
        )
        connection.execute(
            "insert into quality.fct_refreshes by name select * replace (? as release_id)"
            " from quality.fct_refreshes limit 1",
            [new_release],
        )
        connection.execute("checkpoint")
    with people_looking(superset, release) as people:
        publish(settings, new_release)
        # a kept answer, then a forced one, while the old file is still being read by others
        kept, forced = superset.ask(ranking), superset.ask(ranking, force=True)
        assert superset.ask(release)["data"][0]["release_id"] == new_release
    wanted = [row["innovation_score"] / 2 for row in old]
    for answer in (kept, forced):
        assert [row["innovation_score"] for row in answer["data"]] == pytest.approx(wanted)
    for seen in people:
        assert not [each for each in seen if isinstance(each, Exception)]
        assert set(seen) <= {old_release, new_release}, "nobody saw anything in between"
        assert seen == sorted(seen), "nobody saw the old release after the new one"
    assert {each for seen in people for each in seen} == {old_release, new_release}


def test_the_dashboard_opens_in_a_browser_and_asks_nothing_of_the_outside(superset):
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium here")
    answers, faults, outside = [], [], []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 4000})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda each: each.status >= 400 and faults.append(each.url))
        page.on(
            "response",
            lambda each: None if each.url.startswith((superset.address, "data:", "blob:"))
            else outside.append(each.url),
        )  # fmt: skip
        page.on("response", lambda each: "chart/data" in each.url and answers.append(each.status))
        page.goto(f"{superset.address}/login/")
        page.fill("#username", "admin")
        page.fill("#password", "for-the-test-only")
        page.keyboard.press("Enter")
        page.wait_for_url("**/welcome/**", timeout=90_000)
        page.goto(f"{superset.address}/superset/dashboard/{DASHBOARD['slug']}/")
        for title in TITLES.values():
            page.get_by_text(title, exact=True).first.wait_for(timeout=90_000)
        for _ in range(180):  # a busy machine pauses between charts: an idle network says nothing
            if len(answers) >= len(CHARTS):
                break
            page.wait_for_timeout(500)
        text = page.inner_text("body")
        browser.close()
    assert "应用过滤器" in text, "Superset itself speaks Chinese"
    assert len(answers) >= len(CHARTS)
    assert (faults, outside) == ([], [])
