"""The section atlas of study.yml: what becomes of boundaries, and every message about them."""

import json

import pytest

from wenmai.boundaries.lands import PART as BOUNDARIES
from wenmai.boundaries.lands import STUDY_BOUNDARIES


def square(name, longitude=123.0, latitude=41.0, **geometry) -> dict:
    corners = [(0, 0), (1.123456789, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[longitude + east, latitude + north] for east, north in corners]
    properties = {} if name is None else {"name": name}
    own = {"type": "Polygon", "coordinates": [ring]} | geometry
    return {"type": "Feature", "properties": properties, "geometry": own}


def declare(east, *features, **more) -> None:
    collection = {"type": "FeatureCollection", "features": list(features)}
    east.write("areas.geojson", json.dumps(collection, ensure_ascii=False))
    section = json.dumps({"boundaries": "areas.geojson", **more}, ensure_ascii=False)
    east.replace("study.yml", "indicators:", f"atlas: {section}\nindicators:")


def test_without_the_section_there_are_no_boundaries(east):
    assert BOUNDARIES.rows(east.load()) == {}


def test_features_become_rows_by_name_or_code_and_others_are_background(east):
    declare(
        east,
        square("沈阳"),
        square(210200),
        square("长春市"),
        square(None),
        attribution="Office, CC BY",
    )
    study = east.load()
    rows = BOUNDARIES.rows(study)[STUDY_BOUNDARIES]
    assert [(row["unit_code"], row["is_of_study"]) for row in rows] == [
        ("210100", True),
        ("210200", True),
        ("220100", False),
        (None, False),
    ]
    assert json.loads(rows[0]["geometry"])["coordinates"][0][1] == [124.1235, 41.0]
    assert {row["attribution"] for row in rows} == {"Office, CC BY"}
    assert study.folder / "areas.geojson" in study.files


def test_a_changed_boundary_is_read_anew(east):
    declare(east, square("沈阳"))
    before = BOUNDARIES.rows(east.load())[STUDY_BOUNDARIES]
    east.replace("areas.geojson", "123.0", "122.0")
    assert BOUNDARIES.rows(east.load())[STUDY_BOUNDARIES] != before


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([square("沈阳"), square("沉阳")], "No prefecture of 2020 is called '沉阳'"),
        ([square("沈阳"), square("210100")], "More than one feature is 沈阳市 (210100)"),
        ([square("长春")], "No feature has a unit of the study in its property 'name'"),
        ([square(None)], "No feature has a unit of the study"),
        ([square("沈阳", type="Point", coordinates=[1, 2])], "Feature 1 is a Point"),
        ([square("沈阳", coordinates=[])], "The coordinates of feature 1 are no rings"),
        ([square("沈阳", coordinates=[[["a", "b"]]])], "The coordinates of feature 1"),
        ([square("沈阳", coordinates=[[[10**400, 1]]])], "The coordinates of feature 1"),
        ([square("沈阳", type=["Polygon"])], "Feature 1 is a ['Polygon']"),
        ([square("沈阳") | {"geometry": [1]}], "Feature 1 is a feature without geometry"),
        ([square("沈阳", longitude=41_500_000)], "no degrees"),
        ([], "is no FeatureCollection"),
        ([{"type": "Feature"}], "No feature has a unit of the study"),
        ([7], "Feature 1 of 'areas.geojson' is no feature"),
    ],
)
def test_what_is_wrong_with_boundaries_is_said_with_its_line(east, features, words):
    declare(east, *features)
    message = east.problem()
    assert "east/study.yml" in message
    assert "line 7" in message
    assert words in message


def test_a_missing_file_gets_the_nearest_name(east):
    declare(east, square("沈阳"))
    east.replace("study.yml", "areas.geojson", "area.geojson")
    assert "areas.geojson" in east.problem()


def test_a_file_that_is_no_geojson_is_named(east):
    declare(east, square("沈阳"))
    east.write("areas.geojson", "城市,边界".encode("gb18030"))
    assert "is no JSON in UTF-8" in east.problem()


def test_a_heavy_file_is_refused_with_the_way_out(east):
    declare(east, square("沈阳"))
    east.write("areas.geojson", " " * 6_000_000)
    assert "Simplify the lines" in east.problem()


def test_a_table_is_no_file_of_boundaries(east):
    east.replace("study.yml", "indicators:", "atlas: {boundaries: areas.shp}\nindicators:")
    assert "no .geojson or .json file" in east.problem()
