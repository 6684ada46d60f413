"""Tile-grid maps: one tile a unit, neighbours kept, no boundary drawn."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Shares of tiles in use, and of ranks in the positions, that are tried: a tight grid reads well, a
# loose one keeps more of the directions, and ranks spread what coordinates crowd together.
_FILLS = (0.75, 0.6, 0.45)
_RANK_SHARES = (0.5, 0.25, 0.75, 1.0)
_ENOUGH = 0.95


def tile_grid(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Give every place a tile of its own so that west–east and north–south keep their order.

    Positions between the coordinates and their ranks are laid over a grid as wide as it is high
    in proportion; places go to tiles with the least sum of squared ways (linear assignment). Of
    several grids the first that keeps 95 % of the directions is taken, else the best.

    Parameters
    ----------
    longitude, latitude : array of shape (n,)
        In degrees; no value may be missing.

    Returns
    -------
    columns, rows : array of shape (n,)
        From 0 at the west and at the north; no two places share a tile.

    Raises
    ------
    ValueError
        When a coordinate is missing, or the two differ in length.

    Examples
    --------
    >>> columns, rows = tile_grid([121.6, 123.4, 126.6], [38.9, 41.8, 45.8])
    >>> columns.tolist(), rows.tolist()
    ([0, 0, 0], [3, 2, 0])
    """
    x, y = np.asarray(longitude, dtype=float), -np.asarray(latitude, dtype=float)
    if x.shape != y.shape or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("Every place needs a longitude and a latitude.")
    best, most = (np.zeros(len(x), np.int64), np.zeros(len(x), np.int64)), -1.0
    for fill in _FILLS:
        for share in _RANK_SHARES:
            found = _assigned(x, y, fill, share)
            kept = min(kept_directions(x, found[0]), kept_directions(y, found[1]))
            if kept > most:
                best, most = found, kept
            if kept >= _ENOUGH:
                return best
    return best


def kept_directions(position: npt.ArrayLike, tile: npt.ArrayLike) -> float:
    """Return the share of pairs whose tiles do not reverse the order of their positions.

    Parameters
    ----------
    position, tile : array of shape (n,)

    Examples
    --------
    >>> kept_directions([1.0, 2.0, 3.0], [0, 0, 1]), kept_directions([1.0, 2.0], [1, 0])
    (1.0, 0.0)
    """
    places, tiles = np.asarray(position, dtype=float), np.asarray(tile, dtype=float)
    signs = np.sign(places[:, None] - places) * np.sign(tiles[:, None] - tiles)
    n_pairs = len(places) * (len(places) - 1)
    return 1.0 - float((signs < 0).sum()) / n_pairs if n_pairs else 1.0


def _assigned(x: Floats, y: Floats, fill: float, rank_share: float) -> tuple[Ints, Ints]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    # a degree of longitude is shorter than one of latitude
    width = np.ptp(x) * np.cos(np.radians(np.mean(y))) if len(x) else 0.0
    height = np.ptp(y) if len(y) else 0.0
    ratio = float(np.clip(width / height if height else 1.0, 0.4, 2.5)) if width else 0.4
    n_tiles = max(len(x), 1) / fill
    n_columns = max(1, round(np.sqrt(n_tiles * ratio)))
    n_rows = max(1, int(np.ceil(n_tiles / n_columns)))
    across = _position(x, rank_share) * (n_columns - 1)
    down = _position(y, rank_share) * (n_rows - 1)
    column, row = (part.ravel() for part in np.meshgrid(np.arange(n_columns), np.arange(n_rows)))
    ways = (across[:, None] - column) ** 2 + (down[:, None] - row) ** 2
    places, tiles = linear_sum_assignment(ways)
    columns, rows = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    columns[places], rows[places] = column[tiles], row[tiles]
    return _from_zero(columns), _from_zero(rows)


def ranks(values: npt.ArrayLike) -> Floats:
    """Return ranks from 1, equal values on their mean; scipy.stats has it but takes long to import.

    Examples
    --------
    >>> ranks([3.0, 1.0, 3.0]).tolist()
    [2.5, 1.0, 2.5]
    """
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    mean: Floats = (np.cumsum(count) - (count - 1) / 2)[place]
    return mean


def _position(values: Floats, rank_share: float) -> Floats:
    """Return values between 0 and 1, partly by their size, partly by their rank."""
    extent = np.ptp(values) if len(values) else 0.0
    if not extent:
        return np.full(len(values), 0.5)
    by_size = (values - values.min()) / extent
    by_rank = (ranks(values) - 1) / (len(values) - 1)
    return (1 - rank_share) * by_size + rank_share * by_rank


def _from_zero(tiles: Ints) -> Ints:
    """Count from the first tile in use."""
    return tiles - tiles.min() if len(tiles) else tiles
