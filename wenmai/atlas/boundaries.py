"""The boundaries that a study brings, for its maps."""

import json
from dataclasses import dataclass
from typing import Any

from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse


@dataclass(frozen=True)
class StudyMap:
    """A map that ECharts can draw.

    Parameters
    ----------
    code : str
        What options name it by.
    geojson : dict
        FeatureCollection; the property ``code`` holds the unit, empty for background.
    attribution : str
        Shown below the map.
    """

    code: str
    geojson: dict[str, Any]
    attribution: str


def boundaries_of(warehouse: Warehouse, study: StudyInfo) -> StudyMap | None:
    """Return the boundaries of a study, or None when it brings none."""
    if not warehouse.holds("marts.dim_boundaries"):  # a release of before
        return None
    answer = warehouse.ask(
        """
        select coalesce(unit_code, '') as unit_code, geometry, attribution
        from marts.dim_boundaries
        where study_code = {study}
        order by feature_number
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(geometry)}
        for code, geometry, _ in answer.rows
    ]
    geojson = {"type": "FeatureCollection", "features": features}
    return StudyMap(study.code, geojson, answer.rows[0][2] or "")
