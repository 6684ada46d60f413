"""Read and check the boundaries that the section ``atlas`` names."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenmai.boundaries.sections import Atlas, AtlasSections
from wenmai.errors import Problem
from wenmai.kit.often_said import (
    COPY_INTO_STUDY_FOLDER,
    LIES_OUTSIDE_STUDY_FOLDER,
    PUT_INTO_STUDY_FOLDER,
    THERE_NO_FILE,
)
from wenmai.kit.problems import did_you_mean
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

HAS_MB_EVERY_PAGE_WITH = Sentence("boundaries.has_mb_every_page_with", "megabytes", "name")
SIMPLIFY_LINES_UNTIL_HAS_AT = Sentence("boundaries.simplify_lines_until_has_at", "largest_mb")
NO_JSON_UTF = Sentence("boundaries.no_json_utf", "error", "name")
EXPORT_AS_GEOJSON = Sentence("boundaries.export_as_geojson")
NO_FEATURECOLLECTION_GEOJSON = Sentence("boundaries.no_featurecollection_geojson", "name")
FEATURE_NO_FEATURE = Sentence("boundaries.feature_no_feature", "name", "position")
NO_CALLED = Sentence("boundaries.no_called", "last", "level", "more", "shown")
WRITE_UNIT_S_NAME_CODE = Sentence("boundaries.write_unit_s_name_code")
MORE_THAN_ONE_FEATURE = Sentence("boundaries.more_than_one_feature", "shown")
MAKE_ONE_MULTIPOLYGON_WHAT_ONE = Sentence("boundaries.make_one_multipolygon_what_one")
NO_FEATURE_HAS_UNIT_STUDY = Sentence("boundaries.no_feature_has_unit_study", "key")
WRITE_AS_NAME_PROPERTY_PROPERTY = Sentence("boundaries.write_as_name_property_property")
FEATURE_NOT_POLYGON = Sentence("boundaries.feature_not_polygon", "kind", "position")
KEEP_POLYGON_MULTIPOLYGON_ONLY = Sentence("boundaries.keep_polygon_multipolygon_only")
COORDINATES_FEATURE_NO_RINGS_POSITIONS = Sentence(
    "boundaries.coordinates_feature_no_rings_positions", "position"
)
EXPORT_FILE_AS_GEOJSON_AGAIN = Sentence("boundaries.export_file_as_geojson_again")
FEATURE_HAS_POSITION_NO_DEGREES = Sentence(
    "boundaries.feature_has_position_no_degrees", "latitude", "longitude", "position"
)
EXPORT_LONGITUDE_LATITUDE_WGS_EPSG = Sentence("boundaries.export_longitude_latitude_wgs_epsg")

LARGEST_MB = 5  # every page with a map carries the boundaries
SHOWN = 8
DECIMALS = 4  # of a degree: about ten metres
DEPTHS = {"Polygon": 2, "MultiPolygon": 3}  # lists around one position


@dataclass(frozen=True)
class Boundary:
    """One feature of the file.

    Parameters
    ----------
    position : int
        In the file, from 1.
    unit_code : str or None
        None for background.
    is_of_study : bool
        Whether the study covers the unit.
    geometry : dict
        GeoJSON Polygon or MultiPolygon, coordinates rounded.
    """

    position: int
    unit_code: str | None
    is_of_study: bool
    geometry: dict[str, Any]


@dataclass(frozen=True)
class StudyBoundaries:
    """A study's file of boundaries and what is in it."""

    file: Path
    source_file: str
    attribution: str
    boundaries: tuple[Boundary, ...]


class _Wrong(Exception):
    """What is wrong with the file, and the way out."""

    def __init__(self, message: str, way_out: str) -> None:
        super().__init__(message)
        self.problem = (message, way_out)


def _check(draft: Draft) -> tuple[StudyBoundaries | None, list[Problem]]:
    """Read a study's boundaries and say what is wrong with them."""
    section = DECLARATION.said_in(draft.config).atlas
    if section is None:
        return None, []
    path = draft.folder / section.boundaries
    try:
        features = _features(draft.folder, path, section)
        codes = _unit_codes(features, section.name_property, draft)
        found = tuple(
            Boundary(position, code, code in draft.unit_codes, _geometry(feature, position))
            for position, (feature, code) in enumerate(zip(features, codes, strict=True), start=1)
        )
    except _Wrong as wrong:
        return None, [draft.problem(("atlas", "boundaries"), *wrong.problem)]
    return StudyBoundaries(path, section.boundaries, section.attribution, found), []


def _features(folder: Path, path: Path, section: Atlas) -> list[dict[str, Any]]:
    name = section.boundaries
    if not path.is_file():
        there = sorted(
            file.relative_to(folder).as_posix()
            for file in folder.rglob("*json")
            if file.is_file() and not file.name.startswith(".")
        )
        way_out = did_you_mean(name, there, "files", limit=SHOWN)
        raise _Wrong(THERE_NO_FILE(name=name), way_out or PUT_INTO_STUDY_FOLDER())
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _Wrong(LIES_OUTSIDE_STUDY_FOLDER(name=name), COPY_INTO_STUDY_FOLDER())
    if (megabytes := path.stat().st_size / 1e6) > LARGEST_MB:
        raise _Wrong(
            HAS_MB_EVERY_PAGE_WITH(name=name, megabytes=f"{megabytes:.1f}"),
            SIMPLIFY_LINES_UNTIL_HAS_AT(largest_mb=LARGEST_MB),
        )
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _Wrong(NO_JSON_UTF(name=name, error=error), EXPORT_AS_GEOJSON()) from error
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or said.get("type") != "FeatureCollection" or not features:
        raise _Wrong(NO_FEATURECOLLECTION_GEOJSON(name=name), EXPORT_AS_GEOJSON())
    for position, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict | None):
            raise _Wrong(FEATURE_NO_FEATURE(position=position, name=name), EXPORT_AS_GEOJSON())
    return features


def _unit_codes(features: list[dict[str, Any]], key: str, draft: Draft) -> list[str | None]:
    """Return the unit of every feature; a feature without a name is background."""
    registry, units, last = draft.reference.units, draft.config.units, draft.config.years.last
    names = [(feature.get("properties") or {}).get(key) for feature in features]
    codes: list[str | None] = []
    unknown: list[str] = []
    for name in names:
        text = "" if name is None else str(name).strip()
        answer = registry.resolve(text, level=units.level, year=last)
        codes.append(answer.unit_code if answer.is_resolved else None)
        if text and not answer.is_resolved:
            unknown.append(text)
    if unknown:
        shown = ", ".join(f"'{name}'" for name in unknown[:SHOWN])
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        raise _Wrong(
            NO_CALLED(level=units.level, last=last, shown=shown, more=more),
            WRITE_UNIT_S_NAME_CODE(),
        )
    twice = sorted({code for code in codes if code is not None and codes.count(code) > 1})
    if twice:
        shown = ", ".join(f"{registry[code].name_zh} ({code})" for code in twice[:SHOWN])
        raise _Wrong(MORE_THAN_ONE_FEATURE(shown=shown), MAKE_ONE_MULTIPOLYGON_WHAT_ONE())
    if not set(codes) & set(draft.unit_codes):
        raise _Wrong(
            NO_FEATURE_HAS_UNIT_STUDY(key=key),
            WRITE_AS_NAME_PROPERTY_PROPERTY(),
        )
    return codes


def _geometry(feature: dict[str, Any], position: int) -> dict[str, Any]:
    geometry = feature.get("geometry") or {}
    kind = geometry.get("type")
    if kind not in DEPTHS:
        raise _Wrong(
            FEATURE_NOT_POLYGON(position=position, kind=kind or "feature without geometry"),
            KEEP_POLYGON_MULTIPOLYGON_ONLY(),
        )
    try:
        coordinates = _rounded(geometry["coordinates"], DEPTHS[kind])
        corners = list(_corners(coordinates, DEPTHS[kind]))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _Wrong(
            COORDINATES_FEATURE_NO_RINGS_POSITIONS(position=position),
            EXPORT_FILE_AS_GEOJSON_AGAIN(),
        ) from error
    for longitude, latitude in corners:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise _Wrong(
                FEATURE_HAS_POSITION_NO_DEGREES(
                    position=position, longitude=longitude, latitude=latitude
                ),
                EXPORT_LONGITUDE_LATITUDE_WGS_EPSG(),
            )
    return {"type": kind, "coordinates": coordinates}


def _rounded(part: Any, depth: int) -> Any:
    if depth == 0:
        longitude, latitude, *_ = part  # a height is no use on a map
        return [round(float(longitude), DECIMALS), round(float(latitude), DECIMALS)]
    if not isinstance(part, list) or not part:
        raise ValueError("empty")
    return [_rounded(inner, depth - 1) for inner in part]


def _corners(part: Any, depth: int) -> Iterator[tuple[float, float]]:
    if depth == 0:
        yield part[0], part[1]
        return
    for inner in part:
        yield from _corners(inner, depth - 1)


DECLARATION = Declaration(
    "boundaries",
    AtlasSections,
    _check,
    files=lambda found: () if found is None else (found.file,),
)
