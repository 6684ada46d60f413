"""Section ``atlas`` of study.yml: what the maps of the atlas draw beside the points."""

from typing import Any, ClassVar

from pydantic import Field, field_validator

from wenmai.kit.section import Section, Text
from wenmai.sentences import Sentence

NOT_A_GEOJSON_FILE = Sentence("boundaries.not_a_geojson_file", "name")


class Atlas(Section):
    """Boundaries of the study's units, brought along as GeoJSON in degrees (WGS 84).

    ``name_property`` is the property of a feature that holds its unit's name or code; a feature
    without one is drawn as background. ``attribution`` is shown below the maps: most licences of
    boundaries want it.

    Examples
    --------
    >>> Atlas(boundaries="cities.geojson").name_property
    'name'
    """

    boundaries: Text
    name_property: Text = "name"
    attribution: str = Field("", max_length=300)

    @field_validator("boundaries")
    @classmethod
    def _is_geojson(cls, name: Any) -> Any:
        if not name.lower().endswith((".geojson", ".json")):
            raise ValueError(NOT_A_GEOJSON_FILE(name=name))
        return name


class AtlasSections(Section):
    """What study.yml may say about the atlas."""

    settings: ClassVar[frozenset[str]] = frozenset({"atlas"})
    atlas: Atlas | None = None
