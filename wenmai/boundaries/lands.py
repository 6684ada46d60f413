"""The boundaries that a study brings for the maps of the atlas."""

import json
from collections.abc import Mapping

from wenmai.boundaries.declares import DECLARATION
from wenmai.ingest.part import IngestPart, Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.studies.study import Study

STUDY_BOUNDARIES = RawTable(
    "study_boundaries",
    "One row per study and feature of its boundaries; the geometry is GeoJSON in degrees.",
    """
    study_code varchar, feature_number integer, unit_code varchar, is_of_study boolean,
    geometry varchar, attribution varchar, source_file varchar
    """,
)


def _rows(study: Study) -> Mapping[RawTable, list[Row]]:
    found = DECLARATION.found_in(study)
    if found is None:
        return {}
    return {
        STUDY_BOUNDARIES: [
            {
                "study_code": study.code,
                "feature_number": boundary.position,
                "unit_code": boundary.unit_code,
                "is_of_study": boundary.is_of_study,
                "geometry": json.dumps(boundary.geometry, separators=(",", ":")),
                "attribution": found.attribution,
                "source_file": found.source_file,
            }
            for boundary in found.boundaries
        ]
    }


PART = IngestPart(name="boundaries", tables=(STUDY_BOUNDARIES,), rows=_rows)
