"""Read and check the boundaries that the section ``atlas`` names."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenmai.boundaries.sections import Atlas, AtlasSections
from wenmai.errors import Problem
from wenmai.kit.problems import did_you_mean
from wenmai.studies.declaration import Declaration, Draft

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
        raise _Wrong(f"There is no file '{name}'.", way_out or "Put it into the study folder.")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _Wrong(f"'{name}' lies outside the study folder.", "Copy it into the study folder.")
    if (megabytes := path.stat().st_size / 1e6) > LARGEST_MB:
        raise _Wrong(
            f"'{name}' has {megabytes:.1f} MB; every page with a map would carry them.",
            f"Simplify the lines until it has at most {LARGEST_MB} MB (mapshaper, QGIS).",
        )
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"'{name}' is no JSON in UTF-8 ({error}).", "Export it as GeoJSON.") from error
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or said.get("type") != "FeatureCollection" or not features:
        raise _Wrong(f"'{name}' is no FeatureCollection of GeoJSON.", "Export it as GeoJSON.")
    for position, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict | None):
            raise _Wrong(f"Feature {position} of '{name}' is no feature.", "Export it as GeoJSON.")
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
            f"No {units.level} of {last} is called {shown}{more}.",
            "Write the unit's name or code; leave it empty in what is background only.",
        )
    twice = sorted({code for code in codes if code is not None and codes.count(code) > 1})
    if twice:
        shown = ", ".join(f"{registry[code].name_zh} ({code})" for code in twice[:SHOWN])
        raise _Wrong(
            f"More than one feature is {shown}.", "Make one MultiPolygon of what is one unit."
        )
    if not set(codes) & set(draft.unit_codes):
        raise _Wrong(
            f"No feature has a unit of the study in its property '{key}'.",
            "Write as name_property the property with the names or codes of the units.",
        )
    return codes


def _geometry(feature: dict[str, Any], position: int) -> dict[str, Any]:
    geometry = feature.get("geometry") or {}
    kind = geometry.get("type")
    if kind not in DEPTHS:
        raise _Wrong(
            f"Feature {position} is a {kind or 'feature without geometry'}, not a polygon.",
            "Keep Polygon and MultiPolygon only.",
        )
    try:
        coordinates = _rounded(geometry["coordinates"], DEPTHS[kind])
        corners = list(_corners(coordinates, DEPTHS[kind]))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _Wrong(
            f"The coordinates of feature {position} are no rings of positions.",
            "Export the file as GeoJSON again.",
        ) from error
    for longitude, latitude in corners:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise _Wrong(
                f"Feature {position} has a position {longitude}, {latitude}: no degrees.",
                "Export it in longitude and latitude (WGS 84, EPSG:4326).",
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
