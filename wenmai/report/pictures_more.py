"""Dots, cells, networks and areas of the atlas drawn with matplotlib."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wenmai.atlas.blocks import Block
from wenmai.atlas.charts import PALETTE
from wenmai.atlas.reading import Reading
from wenmai.labels import code_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Mapping[str, Any]
INK, SOFT, GREY, LAND = "#26323a", "#5f6b7a", "#d5d2c8", "#efece3"
MOST_NAMED = 40  # nodes with a name, and nodes of a matrix: as web/networks.js
_ACROSS = 4  # small charts beside each other


def points(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw a scatter by groups, with the line where both agree."""
    option = reading.resolve(block.option)
    datasets = reading.datasets(block)
    drawn = [one for one in option["series"] if one["type"] == "scatter"]
    ends: list[float] = []
    for number, one in enumerate(drawn):
        x, y = one["encode"]["x"], one["encode"]["y"]
        rows = [row for row in datasets[one["datasetIndex"]] if None not in (row[x], row[y])]
        color = PALETTE[number % len(PALETTE)]
        across, up = [float(row[x]) for row in rows], [float(row[y]) for row in rows]
        axes.scatter(across, up, s=12, color=color, alpha=0.8, label=one.get("name") or None, lw=0)
        ends += [*across, *up]
    if not ends:
        return None
    if option["xAxis"]["type"] == "log":
        axes.set_xscale("log")
        axes.set_yscale("log")
        ends = [end for end in ends if end > 0]
    if len(drawn) < len(option["series"]):
        axes.plot([min(ends), max(ends)], [min(ends), max(ends)], "--", color=SOFT, linewidth=0.8)
    axes.set_xlabel(option["xAxis"]["name"])
    axes.set_ylabel(option["yAxis"]["name"])
    if len(drawn) > 1:
        axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
    return 3.6


def cells(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw a grid of coloured cells with their values."""
    option = reading.resolve(block.option)
    (one,) = option["series"]
    rows = reading.datasets(block)[one["datasetIndex"]]
    x, y, value = (one["encode"][name] for name in ("x", "y", "value"))
    columns = list(dict.fromkeys(str(row[x]) for row in rows))
    lines = list(dict.fromkeys(str(row[y]) for row in rows))
    known = {(str(row[y]), str(row[x])): row[value] for row in rows if row[value] is not None}
    if not known:
        return None
    grid = [[known.get((line, column), math.nan) for column in columns] for line in lines]
    axes.imshow(grid, cmap=_ramp(option["visualMap"]["inRange"]["color"]), aspect="auto")
    for (line, column), number in known.items():
        place = columns.index(column), lines.index(line)
        axes.text(*place, f"{number:.2f}", ha="center", va="center", fontsize=7)
    _named_cells(axes, columns, lines)
    return 1.0 + 0.3 * len(lines)


def matrix(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw links as cells from row to column, nodes in the order of their degree."""
    rows = reading.rows(block)
    nodes = sorted(_nodes(rows, reading).items(), key=lambda node: (-node[1]["degree"], node[0]))
    shown = [code for code, _ in nodes[:MOST_NAMED]]
    if not shown:
        return None
    at = {code: place for place, code in enumerate(shown)}
    grid = [[math.nan] * len(shown) for _ in shown]
    for row in rows:
        if row["from_node"] in at and row["to_node"] in at:
            grid[at[row["from_node"]]][at[row["to_node"]]] = row["strength"]
    names = [node["name"] for _, node in nodes[:MOST_NAMED]]
    axes.imshow(grid, cmap=_ramp(reading.resolve(block.option)["visualMap"]["inRange"]["color"]))
    _named_cells(axes, names, names)
    axes.tick_params(labelsize=5.5)
    return 6.2


def graph(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw the backbone of a network, its nodes by role, where the page places them."""
    rows = reading.rows(block)
    nodes = _nodes(rows, reading)
    links = [row for row in rows if row["is_backbone"]]
    if not links:
        return None
    most = max(row["strength"] for row in links)
    for row in links:
        share = row["strength"] / most
        ends = [nodes[row[end]] for end in ("from_node", "to_node")]
        across, up = [node["x"] for node in ends], [node["y"] for node in ends]
        style: dict[str, Any] = {"linewidth": 0.4 + 2 * share, "alpha": 0.25 + 0.5 * share}
        axes.plot(across, up, color=SOFT, zorder=1, **style)
    roles = sorted({node["role"] or "" for node in nodes.values()})
    highest = max(node["degree"] for node in nodes.values()) or 1
    for number, role in enumerate(roles):
        own = [node for node in nodes.values() if (node["role"] or "") == role]
        axes.scatter(
            [node["x"] for node in own],
            [node["y"] for node in own],
            s=[8 + 60 * node["degree"] / highest for node in own],
            color=PALETTE[number % len(PALETTE)],
            label=code_name(role)[reading.language] if role else None,
            zorder=2,
        )
    ordered = sorted(nodes.values(), key=lambda node: -node["degree"])
    for node in ordered[:MOST_NAMED]:
        shift: dict[str, Any] = {"textcoords": "offset points", "xytext": (0, -6)}
        place = (node["x"], node["y"])
        axes.annotate(node["name"], place, ha="center", va="top", fontsize=5.5, zorder=3, **shift)
    axes.invert_yaxis()
    axes.axis("off")
    if any(roles):
        axes.legend(frameon=False, fontsize=7, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
    return 5.0


def multiples(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw small line charts on one scale."""
    option = reading.resolve(block.option)
    datasets = reading.datasets(block)
    n_lines = -(-len(option["series"]) // _ACROSS)
    axes.axis("off")
    y = option["series"][0]["encode"]["y"]
    most = max((row[y] for row in block.answer.records() if row[y] is not None), default=0) or 1
    for number, one in enumerate(option["series"]):
        column, line = number % _ACROSS, number // _ACROSS
        inset = axes.inset_axes(
            (column / _ACROSS + 0.02, 1 - (line + 0.78) / n_lines, 0.86 / _ACROSS, 0.55 / n_lines)
        )
        rows = datasets[one["datasetIndex"]]
        x = [row[one["encode"]["x"]] for row in rows]
        inset.fill_between(x, [row[y] or 0 for row in rows], color=PALETTE[0], alpha=0.15, lw=0)
        inset.plot(x, [row[y] for row in rows], color=PALETTE[0], linewidth=1)
        inset.set_ylim(0, most)
        inset.set_title(str(one["name"]), fontsize=6.5, pad=2)
        inset.tick_params(labelsize=5.5, length=2)
        inset.set_xticks([x[0], x[-1]] if x else [])
    return 0.2 + 0.85 * n_lines


def areas(axes: "Axes", block: Block, reading: Reading) -> float | None:
    """Draw the boundaries that a study brings, coloured by a value."""
    from matplotlib.colors import Normalize  # noqa: PLC0415
    from matplotlib.patches import Polygon  # noqa: PLC0415

    option = reading.resolve(block.option)
    column = option["series"][0]["column"]
    values = {row["unit_code"]: row[column] for row in reading.rows(block)}
    known = [value for value in values.values() if value is not None]
    if not known:
        return None
    scale = Normalize(min(known), max(known))
    colors = _ramp(option["visualMap"]["inRange"]["color"])
    for feature in reading.maps[option["geo"]["map"]]["features"]:
        value = values.get(feature["properties"]["code"])
        color = LAND if value is None else colors(float(scale(value)))
        for ring in _rings(feature["geometry"]):
            axes.add_patch(Polygon(ring, closed=True, facecolor=color, edgecolor=GREY, lw=0.4))
    axes.autoscale_view()
    middle = sum(axes.get_ylim()) / 2
    axes.set_aspect(1 / max(0.2, math.cos(math.radians(middle))))
    axes.axis("off")
    return 5.0


def _nodes(rows: list[dict[str, Any]], reading: Reading) -> dict[str, dict[str, Any]]:
    suffix = "" if reading.language == "zh" else "_en"
    nodes: dict[str, dict[str, Any]] = {}
    for row in rows:
        for end, role in (("from", "role_code"), ("to", "other_role_code")):
            nodes[row[f"{end}_node"]] = {
                "name": row[f"{end}_name{suffix}"],
                "x": row[f"{end}_x"],
                "y": row[f"{end}_y"],
                "degree": row[f"{end}_degree"] or 0,
                "role": row[role],
            }
    return nodes


def _named_cells(axes: "Axes", columns: list[str], lines: list[str]) -> None:
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="right")
    axes.set_yticks(range(len(lines)), lines)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _ramp(colors: list[str]) -> Any:
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415

    return LinearSegmentedColormap.from_list("ramp", colors)


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    """Yield the outer rings of a polygon or of several."""
    parts = geometry["coordinates"]
    for polygon in [parts] if geometry["type"] == "Polygon" else parts:
        yield polygon[0]
