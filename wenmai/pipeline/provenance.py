"""What a release was made from: source files, versions, settings. Goes into its manifest."""

from collections.abc import Mapping
from typing import Any

from wenmai.build.versions import versions
from wenmai.installed import project_variables
from wenmai.pipeline.planning import Plan
from wenmai.settings import Settings

SOURCE_COLUMNS = (
    "study_code",
    "mapping_code",
    "source_file",
    "sheet_name",
    "source_bytes",
    "content_hash",
)
INDEX_SETTINGS = (
    "max_gap_years",
    "extend_edges",
    "winsor_lower",
    "winsor_upper",
    "entropy_scope",
    "weight_cap",
    "min_observed_share",
)


def provenance(settings: Settings, plan: Plan) -> Mapping[str, Any]:
    """Collect what the manifest says about the origin of a release.

    Parameters
    ----------
    settings : Settings
    plan : Plan

    Returns
    -------
    mapping
        ``trigger``, ``fingerprint``, ``studies``, ``study_folders``, ``source_files``,
        ``versions`` and ``index_settings``.
    """
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        files = connection.execute(
            f"select {', '.join(SOURCE_COLUMNS)} from raw.source_files order by all"
        ).fetchall()
        chosen = connection.execute(
            f"select study_code, {', '.join(INDEX_SETTINGS)} from raw.study_index order by all"
        ).fetchall()
    return {
        "trigger": plan.trigger,
        "fingerprint": plan.fingerprint,
        "studies": [study.code for study in plan.studies],
        "study_folders": {study.code: study.folder.name for study in plan.studies},
        "source_files": [dict(zip(SOURCE_COLUMNS, row, strict=True)) for row in files],
        "versions": versions(),
        "index_settings": {
            "defaults": project_variables(settings.project_dir),
            # what a study leaves open is null: the default holds
            "studies": {code: dict(zip(INDEX_SETTINGS, row, strict=True)) for code, *row in chosen},
        },
    }
