"""A forest that is stored with a release scores what the next refresh brings."""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from support.warehouse import INDEX_SECTIONS

from wenmai.pipeline import RefreshRequest, refresh
from wenmai.settings import Settings


def write_study(landing: Path, project_dir: Path, last_year: int, retrain: str) -> None:
    """Write the demo's tables and labels as a study of its own, up to a year."""
    folder = landing / "northeast"
    if not folder.exists():
        left_out = shutil.ignore_patterns("documents", "links")
        shutil.copytree(project_dir / "demo" / "northeast", folder, ignore=left_out)
    study = yaml.safe_load((project_dir / "demo/northeast/study.yml").read_text(encoding="utf-8"))
    study = {key: value for key, value in study.items() if key in {*INDEX_SECTIONS, "paths"}}
    study["years"]["last"] = last_year
    study["uncertainty"] = {"enabled": False}
    study["paths"] |= {"retrain": retrain, "networks": [], "fusion_grid_step": None}
    study["paths"]["forest"] = {"trees": 100}
    (folder / "study.yml").write_text(yaml.safe_dump(study, allow_unicode=True), encoding="utf-8")


def ask(settings: Settings, query: str) -> list[tuple]:
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.slow
def test_a_year_the_forest_has_not_seen_is_scored_by_the_published_one(settings, project_dir):
    (landing,) = settings.landing
    write_study(landing, project_dir, 2023, "always")
    refresh(settings)
    model = "select model_version, trained_release_id, is_retrained from marts.fct_path_models"
    ((version, release, is_retrained),) = ask(settings, model)
    assert is_retrained
    votes = (
        "select unit_code, year, path_code, votes from marts.fct_path_probabilities"
        " where year < 2023 order by all"
    )
    before = ask(settings, votes)

    write_study(landing, project_dir, 2024, "never")
    refresh(settings, RefreshRequest(publish=False))
    assert ask(settings, model) == [(version, release, False)]
    roles = "select year, sample_role, count(*) from marts.fct_path_assignments group by all"
    found = {(year, role): n for year, role, n in ask(settings, roles)}
    assert found[2024, "new"] == 36
    assert not any(role == "new" for year, role in found if year < 2024)
    # the year before the new one may have been filled in: 2023 is preliminary in one table
    after = ask(settings, votes)
    assert len(after) == len(before)
    moved = sum(new != old for new, old in zip(after, before, strict=True)) / len(before)
    assert moved < 0.1  # limits of winsorizing move with the new year, scales do not
    ((reason,),) = ask(settings, "select reason from marts.fct_path_models")
    assert reason.startswith("The stored model scored all samples")
    drift = ask(settings, "select dimension_code, n_new from marts.fct_path_drift")
    assert {n for _, n in drift} == {36}
    schemes = ask(settings, "select scheme_code, n_test from marts.fct_path_evaluation")
    assert ("new_samples", 36) in schemes
