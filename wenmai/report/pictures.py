"""Charts of the atlas drawn with matplotlib: 300 dots an inch for Word, vectors for a page."""

import io
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wenmai.atlas.blocks import Block
from wenmai.atlas.charts import PALETTE
from wenmai.atlas.reading import Reading
from wenmai.errors import WenmaiError
from wenmai.report.pictures_more import areas, cells, graph, matrix, multiples, points
from wenmai.sentences import Sentence, catalogue

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NO_MATPLOTLIB = Sentence("report.no_matplotlib")
INSTALL_IT = Sentence("report.install_matplotlib")
NO_FONT = Sentence("report.no_font")
INSTALL_FONT = Sentence("report.install_font")
INK, SOFT, GREY = "#26323a", "#5f6b7a", "#d5d2c8"
ACCENT, WARM = PALETTE[0], PALETTE[1]
WIDTH_INCHES = 6.1
MOST_BARS = 40
# what Windows, macOS and Debian call a font with Chinese signs
CHINESE_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"),
    *("WenQuanYi Micro Hei", "Hiragino Sans GB", "Noto Serif CJK SC", "SimSun", "FangSong"),
)


def draw(block: Block, reading: Reading, kind: str, tallest: float = 6.8) -> bytes | None:
    """Draw the chart of a block.

    Parameters
    ----------
    block : Block
    reading : Reading
    kind : {'png', 'svg'}
    tallest : float
        Inches that the picture may take.

    Returns
    -------
    bytes or None
        None for a block without a chart, and for a kind of chart that only a browser draws.

    Raises
    ------
    WenmaiError
        When matplotlib, or a font with Chinese signs, is missing.
    """
    drawer = _drawer(block)
    if drawer is None:
        return None
    with _figure(reading.language) as figure:
        axes = figure.add_subplot()
        height = drawer(axes, block, reading)
        if height is None:
            return None
        figure.set_size_inches(WIDTH_INCHES, min(height, tallest))
        made = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(made, format=kind, dpi=300, metadata=metadata, bbox_inches="tight")
        return made.getvalue()


Drawer = Callable[["Axes", Block, Reading], float | None]


def _drawer(block: Block) -> Drawer | None:
    option = block.option or {}
    series = option.get("series")
    own = next((draw for key, draw in _BY_KEY.items() if key in option), None)
    if own or not isinstance(series, list) or not series:
        return own
    kinds = {one.get("renderItem", one["type"]) for one in series}
    first = series[0]
    if kinds == {"line"}:
        found: Drawer | None = _lines if all("encode" in one for one in series) else None
    elif "bar" in kinds and kinds <= {"bar", "fn:interval_across", "fn:interval_upright"}:
        found = _bars
    elif first.get("data") in _BY_DATA:
        found = _BY_DATA[first["data"]]
    else:
        found = _BY_FIRST.get(first.get("renderItem", first["type"]))
    return found


@contextmanager
def _figure(language: str) -> Iterator["Figure"]:
    try:
        import matplotlib as mpl  # noqa: PLC0415
        from matplotlib import font_manager  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise WenmaiError(NO_MATPLOTLIB(), hint=INSTALL_IT()) from error
    known = {font.name for font in font_manager.fontManager.ttflist}
    fonts = [name for name in CHINESE_FONTS if name in known]
    if not fonts and language == "zh":
        raise WenmaiError(NO_FONT(), hint=INSTALL_FONT())
    style: dict[Any, Any] = {
        **{"font.family": [*fonts, "DejaVu Sans"], "font.size": 8, "axes.unicode_minus": False},
        **{"text.color": INK, "axes.labelcolor": SOFT, "xtick.color": SOFT, "ytick.color": INK},
        **{"axes.edgecolor": GREY, "axes.spines.top": False, "axes.spines.right": False},
        # the same picture has the same bytes
        **{"svg.hashsalt": "wenmai", "svg.fonttype": "none"},
    }
    with mpl.rc_context(style):
        yield Figure(layout="constrained")


def _numbers(rows: list[dict[str, Any]], column: str) -> list[float]:
    return [float("nan") if row[column] is None else float(row[column]) for row in rows]


def _said(name: str | None, reading: Reading) -> str | None:
    """Return what a series is called: its word where it goes by a code."""
    return catalogue().get(f"codes.{name}", {}).get(reading.language, name) or None


def _bars(axes: "Axes", block: Block, reading: Reading) -> float | None:
    option = reading.resolve(block.option)
    datasets = reading.datasets(block)
    bars = [one for one in option["series"] if one["type"] == "bar"]
    is_across = "y" in bars[0]["encode"] and option["yAxis"]["type"] == "category"
    along, across = ("y", "x") if is_across else ("x", "y")
    rows = datasets[bars[0].get("datasetIndex", 0)][:MOST_BARS]
    if not rows:
        return None
    is_stacked = "stack" in bars[0]
    names = [str(row[bars[0]["encode"][along]] or "") for row in rows]
    places = list(range(len(rows)))
    thick = 0.76 if is_stacked else 0.76 / len(bars)
    ends = [0.0] * len(rows)
    put: Callable[..., Any] = axes.barh if is_across else axes.bar
    for number, one in enumerate(bars):
        mine = datasets[one.get("datasetIndex", 0)]
        by_name = {str(row[one["encode"][along]] or ""): row for row in mine}
        values = _numbers(
            [by_name.get(name, {one["encode"][across]: None}) for name in names],
            one["encode"][across],
        )
        shift = 0.0 if is_stacked else (number - (len(bars) - 1) / 2) * thick
        start = {"left" if is_across else "bottom": list(ends)} if is_stacked else {}
        label = _said(one.get("name"), reading)
        color = PALETTE[number % len(PALETTE)]
        put([place + shift for place in places], values, thick, color=color, label=label, **start)
        ends = [
            end if math.isnan(value) else end + value
            for end, value in zip(ends, values, strict=True)
        ]
    for one in option["series"]:
        if str(one.get("renderItem", "")).startswith("fn:interval"):
            low, high = (_numbers(rows, name) for name in one["encode"][across])
            line: Callable[..., Any] = axes.hlines if is_across else axes.vlines
            line(places, low, high, color=INK, linewidth=1)
    if is_across:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xlabel(option["xAxis"].get("name", ""))
    else:
        axes.set_xticks(places, names, rotation=30, ha="right")
        axes.set_ylabel(option["yAxis"].get("name", ""))
    if len(bars) > 1:
        axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
    if not is_across:
        return 3.0
    return 0.5 + 0.2 * len(rows) * max(1.0, 0.6 * (1 if is_stacked else len(bars)))


def _lines(axes: "Axes", block: Block, reading: Reading) -> float | None:
    option = reading.resolve(block.option)
    datasets = reading.datasets(block)
    bands: dict[str, list[tuple[list[Any], list[float]]]] = {}
    n_lines, years = 0, set()
    for one in option["series"]:
        rows = datasets[one.get("datasetIndex", 0)]
        x, values = (
            [row[one["encode"]["x"]] for row in rows],
            _numbers(rows, one["encode"]["y"]),
        )
        if str(one.get("stack", "")).startswith("band"):
            bands.setdefault(one["stack"], []).append((x, values))
            continue
        if not rows:
            continue
        years |= set(x)
        color = PALETTE[n_lines % len(PALETTE)]
        axes.plot(
            x, values, marker="o", markersize=3, color=color, label=_said(one.get("name"), reading)
        )
        n_lines += 1
    if not n_lines:
        return None
    for number, ((x, low), (_, width)) in enumerate(bands.values()):
        high = [start + more for start, more in zip(low, width, strict=True)]
        axes.fill_between(x, low, high, color=PALETTE[number % len(PALETTE)], alpha=0.16, lw=0)
    if all(isinstance(year, int) for year in years):
        axes.locator_params(axis="x", integer=True)
        if len(years) <= 12:
            axes.set_xticks(sorted(years))
    axes.set_xlabel(option["xAxis"].get("name", ""))
    axes.set_ylabel(option["yAxis"].get("name", ""))
    if option["yAxis"].get("inverse"):
        axes.invert_yaxis()
    if n_lines > 1:
        axes.legend(frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
    return 3.0


def _dots(axes: "Axes", block: Block, reading: Reading) -> float | None:
    (one,) = reading.resolve(block.option)["series"]
    rows = reading.datasets(block)[one.get("datasetIndex", 0)]
    value, low, high, middle = one["encode"]["x"]
    for place, row in enumerate(rows):
        color = WARM if place == 0 else ACCENT
        end = row[value]
        if row[low] is not None and row[high] is not None:
            axes.hlines(place, row[low], row[high], color=color, linewidth=4, alpha=0.35)
            axes.plot([row[middle]] * 2, [place - 0.25, place + 0.25], color=color, linewidth=1.6)
            end = max(end, row[high])
        is_outside = row[low] is not None and not row[low] <= row[value] <= row[high]
        filling = "white" if is_outside else color
        axes.plot(row[value], place, "o", color=color, markerfacecolor=filling, markersize=5.5)
        shift: dict[str, Any] = {"textcoords": "offset points", "xytext": (7, 0), "va": "center"}
        axes.annotate(row[one["label_column"]] or "", (end, place), color=SOFT, fontsize=8, **shift)
    axes.set_yticks(range(len(rows)), [str(row[one["encode"]["y"]]) for row in rows])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GREY, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(reading.resolve(block.option)["xAxis"].get("name", ""))
    return 0.5 + 0.27 * len(rows)


def _slopes(axes: "Axes", block: Block, reading: Reading) -> float | None:
    option = reading.resolve(block.option)
    told: Mapping[str, Any] = option["slopes"]
    first, last = told["ends"]
    rows = block.answer.records()
    ordered = sorted(rows, key=lambda row: (-row[told["change"]], row[last]))
    risers = [row for row in ordered if row[told["change"]] > 0][:3]
    fallers = [row for row in ordered if row[told["change"]] < 0][-3:]
    height = min(5.5, 1.4 + 0.09 * len(rows))
    line = max(row[last] for row in rows) * 0.16 / height  # of a label, in ranks
    for row in rows:
        color = WARM if row in risers else ACCENT if row in fallers else GREY
        width, order = (2.0, 3) if color != GREY else (0.8, 1)
        axes.plot([0, 1], [row[first], row[last]], color=color, linewidth=width, zorder=order)
    for place, end, align in ((0, first, "right"), (1, last, "left")):
        free = float("-inf")
        for row in sorted([*risers, *fallers], key=lambda row: row[end]):
            at = free = max(row[end], free + line)
            color = WARM if row in risers else ACCENT
            moved = row[told["change"]]
            sign = f" {'▲' if moved > 0 else '▼'}{abs(moved)}" if place else ""
            name = str(row[told["name"]])
            text = f"{row[end]} {name}{sign}" if place else f"{name} {row[end]}"
            axes.text(
                place + (0.03 if place else -0.03), at, text, color=color, ha=align, va="center"
            )
    axes.set_xticks([0, 1], option["xAxis"]["data"])
    axes.set_xlim(-0.45, 1.5)
    axes.invert_yaxis()
    axes.get_yaxis().set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return height


def _tiles(axes: "Axes", block: Block, reading: Reading) -> float | None:
    from matplotlib.colors import LinearSegmentedColormap, Normalize  # noqa: PLC0415
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    option = reading.resolve(block.option)
    (one,) = option["series"]
    rows = [row for row in reading.datasets(block)[1] if row["tile_column"] is not None]
    if not rows:
        return None
    value = one["encode"]["value"]
    scale = Normalize(min(row[value] for row in rows), max(row[value] for row in rows))
    colors = LinearSegmentedColormap.from_list("tiles", option["visualMap"]["inRange"]["color"])
    n_columns = max(row["tile_column"] for row in rows) + 1
    n_rows = max(row["tile_row"] for row in rows) + 1
    size = min(8.0, 60 / n_columns)
    for row in rows:
        share = float(scale(row[value]))
        x, y = row["tile_column"], row["tile_row"]
        axes.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=colors(share)))
        ink = "white" if share > 0.6 else INK
        name = str(row[one["name_column"]])
        # as many signs as the tile is wide: one Chinese sign takes the room of two letters
        room = round(1.7 * WIDTH_INCHES * 72 / n_columns / size / (1 if name.isascii() else 2))
        text: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
        axes.text(x, y - 0.12, name[: max(2, room)], fontsize=size, **text)
        axes.text(x, y + 0.24, f"{row[value]:.2f}", fontsize=0.8 * size, **text)
    axes.set_xlim(-0.5, n_columns - 0.5)
    axes.set_ylim(n_rows - 0.5, -0.5)
    axes.axis("off")
    return min(7.0, 0.42 * n_rows + 0.2)


# kinds of charts: what their option has, where their data come from, what their first series is
_BY_KEY: Mapping[str, Drawer] = {"slopes": _slopes, "multiples": multiples}
_BY_DATA: Mapping[str, Drawer] = {"fn:graph_nodes": graph, "fn:matrix_cells": matrix}
_BY_FIRST: Mapping[str, Drawer] = {
    **{"fn:dot": _dots, "fn:tile": _tiles},
    **{"heatmap": cells, "scatter": points, "map": areas},
}
