"""Where the units of a study stand on its tile-grid map."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tile_grid import kept_directions, tile_grid
from wenmai.atlas.warehouse import Warehouse


@dataclass(frozen=True)
class Tiles:
    """Tiles of a study.

    Parameters
    ----------
    of : mapping of str to (int, int)
        Unit → column and row; units without coordinates are left out.
    n_rows : int
    kept : (float, float)
        Shares of the directions west–east and north–south that are kept.
    """

    of: Mapping[str, tuple[int, int]]
    n_rows: int
    kept: tuple[float, float]


def tiles_of(warehouse: Warehouse, study: StudyInfo) -> Tiles:
    """Return the tiles of the units that ever had a score; computed once for all pages."""
    return warehouse.once("tiles", study.code, make=lambda: _tiles(warehouse, study))


def _tiles(warehouse: Warehouse, study: StudyInfo) -> Tiles:
    placed = warehouse.ask(
        """
        select distinct units.unit_code, units.longitude, units.latitude
        from marts.fct_innovation_index as scores
        inner join marts.dim_units as units using (unit_code)
        where
            scores.study_code = {study} and scores.innovation_score is not null
            and units.longitude is not null and units.latitude is not null
        order by units.unit_code
        """,
        study=study.code,
    )
    across, down = placed.column("longitude"), placed.column("latitude")
    columns, rows = tile_grid(across, down)
    return Tiles(
        dict(
            zip(
                placed.column("unit_code"),
                zip(columns.tolist(), rows.tolist(), strict=True),
                strict=True,
            )
        ),
        int(rows.max(initial=-1)) + 1,
        (
            kept_directions(across, columns),
            kept_directions([-value for value in down], rows),
        ),
    )
