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
    LEVELS_OF_UNITS,
    NO_SUCH_FILE,
    OUTSIDE_STUDY_FOLDER,
    PUT_INTO_STUDY_FOLDER,
)
from wenmai.kit.problems import did_you_mean
from wenmai.sentences import Sentence, first_few
from wenmai.studies.declaration import Declaration, Draft

FILE_TOO_LARGE = Sentence("boundaries.file_too_large", "megabytes", "name")
SIMPLIFY_LINES = Sentence("boundaries.simplify_lines", "largest_mb")
NOT_JSON = Sentence("boundaries.not_json", "error", "name")
EXPORT_AS_GEOJSON = Sentence("boundaries.export_as_geojson")
NOT_A_FEATURE_COLLECTION = Sentence("boundaries.not_a_feature_collection", "name")
NOT_A_FEATURE = Sentence("boundaries.not_a_feature", "name", "position")
NO_UNIT_BY_THAT_NAME = Sentence("boundaries.no_unit_by_that_name", "last", "level", "shown")
WRITE_UNIT_OR_NOTHING = Sentence("boundaries.write_unit_or_nothing")
UNIT_HAS_SEVERAL_FEATURES = Sentence("boundaries.unit_has_several_features", "shown")
JOIN_INTO_MULTIPOLYGON = Sentence("boundaries.join_into_multipolygon")
NO_FEATURE_OF_A_UNIT = Sentence("boundaries.no_feature_of_a_unit", "key")
NAME_THE_PROPERTY = Sentence("boundaries.name_the_property")
NOT_A_POLYGON = Sentence("boundaries.not_a_polygon", "kind", "position")
KEEP_POLYGONS_ONLY = Sentence("boundaries.keep_polygons_only")
NOT_RINGS_OF_POSITIONS = Sentence("boundaries.not_rings_of_positions", "position")
EXPORT_AGAIN = Sentence("boundaries.export_again")
POSITION_NOT_IN_DEGREES = Sentence(
    "boundaries.position_not_in_degrees", "latitude", "longitude", "position"
)
EXPORT_IN_DEGREES = Sentence("boundaries.export_in_degrees")

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
        raise _Wrong(NO_SUCH_FILE(name=name), way_out or PUT_INTO_STUDY_FOLDER())
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _Wrong(OUTSIDE_STUDY_FOLDER(name=name), COPY_INTO_STUDY_FOLDER())
    if (megabytes := path.stat().st_size / 1e6) > LARGEST_MB:
        raise _Wrong(
            FILE_TOO_LARGE(name=name, megabytes=f"{megabytes:.1f}"),
            SIMPLIFY_LINES(largest_mb=LARGEST_MB),
        )
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _Wrong(NOT_JSON(name=name, error=error), EXPORT_AS_GEOJSON()) from error
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or said.get("type") != "FeatureCollection" or not features:
        raise _Wrong(NOT_A_FEATURE_COLLECTION(name=name), EXPORT_AS_GEOJSON())
    for position, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict | None):
            raise _Wrong(NOT_A_FEATURE(position=position, name=name), EXPORT_AS_GEOJSON())
    return features


def _unit_codes(features: list[dict[str, Any]], key: str, draft: Draft) -> list[str | None]:
    """Return the unit of every feature; a feature without a name is background."""
    registry, units, last = (
        draft.register,
        draft.config.units,
        draft.config.years.last_calendar_year,
    )
    names = [(feature.get("properties") or {}).get(key) for feature in features]
    codes: list[str | None] = []
    unknown: list[str] = []
    for name in names:
        text = "" if name is None else str(name).strip()
        answer = registry.resolve(text, level=units.unit_level, year=last)
        codes.append(answer.unit_code if answer.is_resolved else None)
        if text and not answer.is_resolved:
            unknown.append(text)
    if unknown:
        level, shown = (
            LEVELS_OF_UNITS[units.unit_level](),
            first_few([repr(name) for name in unknown]),
        )
        raise _Wrong(
            NO_UNIT_BY_THAT_NAME(level=level, last=last, shown=shown),
            WRITE_UNIT_OR_NOTHING(),
        )
    twice = sorted({code for code in codes if code is not None and codes.count(code) > 1})
    if twice:
        shown = first_few([f"{registry[code].name_zh} ({code})" for code in twice])
        raise _Wrong(UNIT_HAS_SEVERAL_FEATURES(shown=shown), JOIN_INTO_MULTIPOLYGON())
    if not set(codes) & set(draft.unit_codes):
        raise _Wrong(
            NO_FEATURE_OF_A_UNIT(key=key),
            NAME_THE_PROPERTY(),
        )
    return codes


def _geometry(feature: dict[str, Any], position: int) -> dict[str, Any]:
    found = feature.get("geometry")
    geometry = found if isinstance(found, dict) else {}
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in DEPTHS:
        raise _Wrong(
            NOT_A_POLYGON(position=position, kind=str(kind or "feature without geometry")),
            KEEP_POLYGONS_ONLY(),
        )
    try:
        coordinates = _rounded(geometry["coordinates"], DEPTHS[kind])
        corners = list(_corners(coordinates, DEPTHS[kind]))
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise _Wrong(
            NOT_RINGS_OF_POSITIONS(position=position),
            EXPORT_AGAIN(),
        ) from error
    for longitude, latitude in corners:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise _Wrong(
                POSITION_NOT_IN_DEGREES(position=position, longitude=longitude, latitude=latitude),
                EXPORT_IN_DEGREES(),
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
