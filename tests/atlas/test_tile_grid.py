"""A tile-grid map: one tile a place, and the directions kept."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.atlas.tile_grid import kept_directions, tile_grid

DEGREES = st.tuples(
    st.floats(73, 135, allow_nan=False).map(lambda value: round(value, 2)),
    st.floats(18, 54, allow_nan=False).map(lambda value: round(value, 2)),
)


@given(st.lists(DEGREES, min_size=0, max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_two_places_share_a_tile_and_the_same_places_get_the_same_tiles(places):
    longitude, latitude = ([place[end] for place in places] for end in (0, 1))
    columns, rows = tile_grid(longitude, latitude)
    assert len(set(zip(columns.tolist(), rows.tolist(), strict=True))) == len(places)
    assert all(tiles.min(initial=0) == 0 for tiles in (columns, rows))
    again = tile_grid(longitude, latitude)
    assert [columns.tolist(), rows.tolist()] == [part.tolist() for part in again]


def test_nine_tenths_of_the_directions_of_all_prefectures_are_kept(project_dir):
    with (project_dir / "seeds" / "reference" / "administrative_units.csv").open(
        encoding="utf-8"
    ) as stream:
        found = [
            row
            for row in csv.DictReader(stream)
            if row["unit_level"] == "prefecture" and row["longitude"]
        ]
    assert len(found) >= 330
    longitude, latitude = (
        np.array([float(row[name]) for row in found]) for name in ("longitude", "latitude")
    )
    columns, rows = tile_grid(longitude, latitude)
    assert kept_directions(longitude, columns) >= 0.9
    assert kept_directions(-latitude, rows) >= 0.9
    assert (columns.max() + 1) * (rows.max() + 1) <= 2.5 * len(found)


def test_places_on_one_line_stand_in_one_line():
    columns, rows = tile_grid([120.0, 121.0, 122.0, 123.0], [40.0] * 4)
    assert columns.tolist() == sorted(columns.tolist())
    assert kept_directions([120, 121, 122, 123], columns) == 1
    assert len(set(zip(columns.tolist(), rows.tolist(), strict=True))) == 4


def test_a_place_without_coordinates_is_refused():
    with pytest.raises(ValueError, match="needs a longitude and a latitude"):
        tile_grid([120.0, float("nan")], [40.0, 41.0])
