"""The real thing: a schedule fires, what people read is there, and Ctrl-C ends it cleanly."""

import os
import sys

import duckdb
import pytest
from prefect.client.orchestration import get_client
from processes import press_ctrl_c, start, wait_for

SERVE_REFRESH = """
from datetime import timedelta
from prefect.schedules import Interval
from flows.schedule import ctrl_c_only_here, serve
with ctrl_c_only_here():
    serve(Interval(timedelta(seconds=5)), parameters={"trigger": "schedule"})
"""
STUDY = """\
code: small
name: {zh: 辽宁四市, en: Four cities of Liaoning}
is_synthetic: true
years: {first: 2018, last: 2021}
units: {level: prefecture, include: [沈阳市, 大连市, 鞍山市, 抚顺市]}
indicators: [{code: culture_parks}, {code: policy_documents}]
"""
MAPPING = """\
file: tables/panel.csv
layout: long
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 园区数, indicator: culture_parks, unit: 个}
  - {column: 政策数, indicator: policy_documents, unit: 件}
"""


@pytest.fixture
def small_study(flow_settings):
    """Put a study of four cities and four years into the landing folder."""
    folder = flow_settings.landing[0] / "small"
    for name in ("sources", "tables"):
        (folder / name).mkdir(parents=True)
    lines = ["城市,年份,园区数,政策数"]
    for place, city in enumerate(("沈阳市", "大连市", "鞍山市", "抚顺市"), start=1):
        lines += [
            f"{city},{year},{place * 3 + year % 5},{year % 7 + place}" for year in range(2018, 2022)
        ]
    (folder / "study.yml").write_text(STUDY)
    (folder / "sources" / "panel.yml").write_text(MAPPING)
    (folder / "tables" / "panel.csv").write_text("\n".join(lines) + "\n")
    return flow_settings


@pytest.mark.slow
def test_a_scheduled_refresh_publishes_and_the_next_finds_nothing_to_do(
    small_study, prefect_api, tmp_path
):
    log = tmp_path / "log.txt"
    process = start(
        [sys.executable, "-c", SERVE_REFRESH],
        log,
        PREFECT_API_URL=prefect_api,
        PREFECT_RUNNER_POLL_FREQUENCY="2",
        WENMAI_HOME=str(small_study.home),
        WENMAI_LANDING=os.environ["WENMAI_LANDING"],
    )
    try:
        wait_for(lambda: "Nothing has changed" in log.read_text(), process, log, 150)
    finally:
        code = press_ctrl_c(process)
    assert code == 0, log.read_text()
    assert "Traceback" not in log.read_text()
    with duckdb.connect(str(small_study.serving_file), read_only=True) as connection:
        scores = connection.execute(
            "select count(innovation_score) from marts.fct_innovation_index"
        ).fetchone()
        triggers = connection.execute(
            "select distinct refresh_trigger from quality.fct_refreshes"
        ).fetchall()
    assert scores == (16,)
    assert triggers == [("schedule",)]
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("refresh/scheduled")
        assert deployment.paused  # nothing piles up while nobody serves it
        runs = [run for run in client.read_flow_runs() if run.deployment_id == deployment.id]
    completed = [run for run in runs if run.state_name == "Completed"]
    assert len(completed) >= 2
    assert all(run.auto_scheduled for run in completed)
