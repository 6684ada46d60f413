"""Metrics asked through ``mf query`` equal SQL on the marts they are made of."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ASK = Path(__file__).with_name("ask_metrics.py")


@dataclass(frozen=True)
class Question:
    """What is asked of MetricFlow, and the SQL that must say the same in the same columns."""

    metrics: str
    group_by: str
    sql: str
    where: str = ""
    saved: str = ""  # the saved query that asks the same

    @property
    def options(self) -> list[str]:
        if self.saved:
            return ["--saved-query", self.saved]
        where = ["--where", self.where] if self.where else []
        return ["--metrics", self.metrics, "--group-by", self.group_by, *where]


QUESTIONS = [
    Question(
        "mean_index,median_rank,score_interval_width,rank_interval_width,scored_unit_years",
        "study,metric_time__year",
        """
        select
            study_code, make_date(year, 1, 1)::timestamp, avg(innovation_score),
            median(rank_in_year), avg(score_p95 - score_p05), avg(rank_p95 - rank_p05),
            count(innovation_score)
        from marts.mart_city_year group by study_code, year
        """,
        saved="index_by_year",
    ),
    Question(
        "mean_index",
        "unit__province_name_zh,path__path_name_zh",
        """
        select province_name_zh, path_name_zh, avg(innovation_score)
        from marts.mart_city_year where study_code = 'northeast' group by all
        """,
        where="{{ Entity('study') }} = 'northeast'",
    ),
    Question(
        "mean_index_change",
        "metric_time__year",
        """
        select make_date(year, 1, 1)::timestamp, score - lag(score) over (order by year)
        from (
            select year, avg(innovation_score) as score
            from marts.fct_innovation_index where study_code = 'northeast' group by year
        )
        """,
        where="{{ Entity('study') }} = 'northeast'",
    ),
    Question(
        "imputed_share,observed_share",
        "city_year__network_role",
        """
        select
            wide.role_code, avg(scores.imputed_weight_share), avg(scores.observed_weight_share)
        from marts.fct_innovation_index as scores
        inner join marts.mart_city_year as wide using (study_code, unit_code, year)
        group by all
        """,
    ),
    Question(
        "cells,imputed_cells,missing_cells,imputed_cell_share,missing_cell_share",
        "study,study_indicator__dimension_name_zh",
        """
        select
            study_code, dimension_name_zh, count(*), count(*) filter (where is_imputed),
            count(*) filter (where imputed_value is null), avg(is_imputed::integer),
            avg((imputed_value is null)::integer)
        from marts.fct_indicator_values
        inner join marts.dim_indicators using (study_code, indicator_code) group by all
        """,
        saved="imputation_by_dimension",
    ),
    Question(
        "path_unit_years,path_confidence,mean_path_score",
        "path__path_name_zh",
        """
        select path_name_zh, count(*), avg(confidence), avg(path_score)
        from marts.fct_path_assignments
        inner join marts.dim_path_types using (path_code) group by all
        """,
        saved="development_paths",
    ),
    Question(
        "policy_driven_share,resource_activated_share,technology_empowered_share,"
        "collaborative_linkage_share,market_transformation_share",
        "study",
        """
        select
            study_code, avg((path_code = 'policy_driven')::integer),
            avg((path_code = 'resource_activated')::integer),
            avg((path_code = 'technology_empowered')::integer),
            avg((path_code = 'collaborative_linkage')::integer),
            avg((path_code = 'market_transformation')::integer)
        from marts.fct_path_assignments group by all
        """,
    ),
    Question(
        "nodes,mean_degree,mean_relative_betweenness,isolated_nodes,isolated_node_share",
        "network",
        """
        select
            study_code || '/' || network_code, count(*), avg(degree), avg(relative_betweenness),
            count(*) filter (where is_isolated), avg(is_isolated::integer)
        from marts.fct_network_nodes group by all
        """,
    ),
    Question(
        "mean_theme_share,mean_theme_score",
        "theme__theme_name_zh,metric_time__year",
        """
        select
            theme_name_zh, make_date(year, 1, 1)::timestamp, avg(theme_share), avg(theme_score)
        from marts.fct_unit_year_themes
        inner join marts.dim_themes using (theme_code) group by theme_name_zh, year
        """,
    ),
    Question(
        "n_documents,usable_documents,usable_document_share",
        "document__document_type",
        """
        select document_type, count(*), count(*) filter (where is_usable), avg(is_usable::integer)
        from marts.dim_documents group by all
        """,
    ),
    Question(
        "quarantined_records",
        "study,quarantined_record__reason",
        "select study_code, reason_code, count(*) from quality.fct_quarantine group by all",
    ),
    Question(
        "implausible_values",
        "plausibility_finding__check_kind",
        "select check_code, count(*) from quality.fct_plausibility group by all",
    ),
    Question(
        "rows_read,rows_loaded,rows_quarantined,quarantined_row_share",
        "study",
        """
        select
            study_code, sum(rows_read), sum(rows_loaded), sum(rows_quarantined),
            sum(rows_quarantined) / sum(rows_read)
        from quality.fct_source_files group by all
        """,
        saved="rows_of_files",
    ),
]


@pytest.fixture(scope="module")
def answers(demo_warehouse, built_by_hand, tmp_path_factory) -> list[list[dict[str, str]]]:
    """Return what MetricFlow answers on the serving file, opened for reading."""
    project, output = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("answers")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(demo_warehouse.settings.project_dir / name, project)
    (project / "target").mkdir()
    shutil.copy(built_by_hand.target / "semantic_manifest.json", project / "target")
    surroundings = {
        "WENMAI_DBT_TARGET": "serving",
        "WENMAI_SERVING_FILE": str(demo_warehouse.settings.serving_file),
        "DBT_LOG_PATH": str(project / "logs"),
    }
    done = subprocess.run(
        [sys.executable, ASK, project, output],
        input="\n".join(json.dumps(question.options) for question in QUESTIONS),
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [_read(output / f"{number}.csv") for number in range(len(QUESTIONS))]


def _read(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _cell(text: str) -> str | float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _with_values(rows: dict[tuple, list]) -> dict[tuple, list]:
    return {key: row for key, row in rows.items() if any(value is not None for value in row)}


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=lambda n: QUESTIONS[n].metrics)
def test_a_metric_equals_sql_on_the_marts(answers, demo_warehouse, number):
    question = QUESTIONS[number]
    names = [*question.group_by.split(","), *question.metrics.split(",")]
    n_keys = len(question.group_by.split(","))
    asked = {
        tuple(row[name] for name in names[:n_keys]): [_cell(row[name]) for name in names[n_keys:]]
        for row in answers[number]
    }
    expected = {
        tuple("" if key is None else str(key) for key in row[:n_keys]): list(row[n_keys:])
        for row in demo_warehouse.rows(question.sql)
    }
    # the first year has nothing before it: null, or no row
    expected = {
        key: values for key, values in expected.items() if any(v is not None for v in values)
    }
    asked = {key: values for key, values in asked.items() if any(v is not None for v in values)}
    assert expected
    assert asked.keys() == expected.keys()
    for key, values in expected.items():
        assert asked[key] == [pytest.approx(value, rel=1e-9) for value in values], key


def test_every_metric_is_asked_and_explained_in_both_languages(project_dir):
    metrics: dict[str, dict] = {}
    saved: dict[str, dict] = {}
    for file in (project_dir / "models" / "semantic").glob("*.yml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        measures = [
            measure
            for model in content.get("semantic_models", [])
            for measure in model.get("measures", [])
            if measure.get("create_metric")
        ]
        metrics |= {entry["name"]: entry for entry in [*measures, *content.get("metrics", [])]}
        saved |= {entry["name"]: entry for entry in content.get("saved_queries", [])}
    asked = {name for question in QUESTIONS for name in question.metrics.split(",")}
    assert asked == set(metrics)
    assert {question.saved for question in QUESTIONS} - {""} == set(saved)
    for name, entry in (metrics | saved).items():
        for text in (entry["label"], entry["description"]):
            assert any("\u4e00" <= sign <= "\u9fff" for sign in text), f"{name}: {text}"
            assert any(sign.isascii() and sign.isalpha() for sign in text), f"{name}: {text}"
