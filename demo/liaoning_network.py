"""Travel times between the 14 cities of the demo study liaoning, and its gravity networks.

The places are real and the railway lines are drawn after real ones; the minutes are made up: 20
for the way to the train, 5 per stop, 250 km/h on a line, and 60 km/h on a road a quarter longer
than the straight way where no line joins two cities. Kilometres alone leave Dalian, at the tip of
its peninsula, on no city's way; by train it is the second core that P2 describes.
"""

from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from demo.faults import COLLAPSED, QUARANTINE, Cell, FaultLine
from demo.liaoning_cities import CITIES, LAST_YEAR
from demo.writing import write_csv

STUDY = "liaoning"
TRAVEL_FILE = "links/城市间铁路时间.csv"
HEADINGS = ("城市A", "城市B", "时间(分钟)")
LINES = (
    ("Dalian", "Yingkou", "Anshan", "Liaoyang", "Shenyang", "Tieling"),
    ("Shenyang", "Benxi", "Dandong", "Dalian"),
    ("Shenyang", "Jinzhou", "Huludao"),
    ("Shenyang", "Fuxin", "Chaoyang"),
    ("Shenyang", "Fushun"),
    ("Dalian", "Yingkou", "Panjin", "Jinzhou", "Huludao"),
)
TRAIN_KMH, ROAD_KMH, WAY_TO_TRAIN, STOP = 250, 60, 20, 5
TRAIN_DETOUR, ROAD_DETOUR, ROAD_START = 1.1, 1.25, 15
# The demo is refreshed often: half the usual draws of networks, a fifth for degree laws.
FEWER_DRAWS = {"null_draws": 100, "removal_draws": 50, "bootstrap_draws": 100}
# Longitude and latitude of the seats, degrees.
PLACES = {
    "Shenyang": (123.43, 41.81),
    "Dalian": (121.61, 38.91),
    "Anshan": (122.99, 41.11),
    "Fushun": (123.96, 41.88),
    "Benxi": (123.77, 41.29),
    "Dandong": (124.35, 40.00),
    "Jinzhou": (121.13, 41.10),
    "Yingkou": (122.24, 40.67),
    "Fuxin": (121.67, 42.02),
    "Liaoyang": (123.24, 41.27),
    "Panjin": (122.07, 41.12),
    "Tieling": (123.84, 42.29),
    "Chaoyang": (120.45, 41.57),
    "Huludao": (120.84, 40.71),
}


def networks() -> list[dict[str, Any]]:
    """Return the section ``networks`` of study.yml."""
    return [
        {
            "code": "culture_travel",
            "name": {
                "zh": "文化产业空间关联网络（时间距离）",
                "en": "Cultural industries, by train",
            },
            "kind": "gravity",
            "masses": ["culture_income"],
            "exponent": 1,
            "distance": {
                "kind": "table",
                "file": TRAVEL_FILE,
                "columns": dict(zip(("unit_a", "unit_b", "distance"), HEADINGS, strict=True)),
                "measure": "minutes",
            },
            "threshold": "row_mean",
            "measures": dict(FEWER_DRAWS),
        },
        {
            "code": "culture_gravity",
            "name": {
                "zh": "文化产业空间关联网络（球面距离）",
                "en": "Cultural industries, by distance",
            },
            "kind": "gravity",
            "masses": ["resident_population", "gdp", "culture_income"],
            "mass_share": "culture_income",
            "measures": dict(FEWER_DRAWS),
        },
    ]


def kilometres(one: str, other: str) -> float:
    """Return the great circle between two cities."""
    (x, y), (u, v) = (map(radians, PLACES[name]) for name in (one, other))
    return 12742 * asin(sqrt(sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2))


def minutes(one: str, other: str) -> int:
    """Return the shorter of train and road."""
    times = [ROAD_START + ROAD_DETOUR * kilometres(one, other) / ROAD_KMH * 60]
    for line in LINES:
        if one in line and other in line:
            first, last = sorted((line.index(one), line.index(other)))
            way = sum(kilometres(line[k], line[k + 1]) for k in range(first, last))
            stops = STOP * (last - first - 1)
            times.append(WAY_TO_TRAIN + TRAIN_DETOUR * way / TRAIN_KMH * 60 + stops)
    return round(min(times))


def write(study_folder: Path) -> list[FaultLine]:
    """Write the table of travel times, every pair once, and return the planted faults."""
    lines: list[list[Cell]] = [list(HEADINGS)]
    for position, one in enumerate(CITIES):
        for other in CITIES[position + 1 :]:
            lines.append([one.short_name, other.name, minutes(one.english, other.english)])
    faults = []
    planted: tuple[tuple[list[Cell], str, str, str], ...] = (
        (["沈抚改革示范区", "沈阳市", 25], QUARANTINE, "unit_unknown", "A zone that is no city."),
        (
            ["鞍山", "辽阳市", "约半小时"],
            QUARANTINE,
            "value_not_a_number",
            "Words where minutes belong.",
        ),
        (list(lines[1]), COLLAPSED, "", "The same pair twice."),
    )
    for number, (cells, check, expected, says) in enumerate(planted, start=1):
        lines.append(cells)
        fault = FaultLine(
            fault_code=f"{STUDY}_n{number:02d}",
            study_code=STUDY,
            source_file=TRAVEL_FILE,
            sheet_name="",
            row_number=len(lines),
            column_label=HEADINGS[0],
            unit_name=f"{cells[0]} – {cells[1]}",
            unit_code="",
            year=LAST_YEAR,
            indicator_code="",
            check=check,
            expected=expected,
            fault=says,
        )
        faults.append(fault)
    write_csv(study_folder / TRAVEL_FILE, lines)
    return faults
