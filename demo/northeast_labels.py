"""Which path an expert would name for every city and year: mostly the planted one.

In a few city-years the expert names the path of the dimension that stands second: a judgement that
could be made and is wrong. Number and seed are chosen so that the forest of P1's settings reaches
its published out-of-bag accuracy (0.847) and comes near its macro-F1 (0.823) *in the warehouse*,
from indicators, documents and enterprises; the warehouse itself knows nothing of it.
"""

from pathlib import Path
from typing import Any

import numpy as np

from demo.faults import COLLAPSED, QUARANTINE, Cell, FaultLine
from demo.northeast_cities import CITIES, LAST_YEAR, YEARS
from demo.northeast_truth import PATH_OF, Truth
from demo.writing import write_csv

STUDY = "northeast"
LABEL_FILE = "labels/发展路径专家判定.csv"
HEADINGS = ("城市", "年份", "发展路径")
PATH_NAMES = ("政策牵引型", "资源激活型", "技术赋能型", "协同联动型", "市场转化型")
MISJUDGED, SEED = 22, 15


def section() -> dict[str, Any]:
    """Return the section ``paths`` of study.yml."""
    columns = dict(zip(("unit", "year", "path"), HEADINGS, strict=True))
    return {
        "labels": {"strategy": "expert", "file": LABEL_FILE, "columns": columns},
        "networks": ["enterprise_cooperation"],
    }


def judged(truth: Truth) -> np.ndarray:
    """Return units × years: number of the path that the expert names."""
    # against the mean of the panel, as an expert sees it: every city has less market than policy
    positions = truth.positions - truth.positions.mean(axis=(0, 1))
    planted = np.arange(positions.shape[-1]) == PATH_OF[..., None]
    second = np.where(planted, -np.inf, positions).argmax(axis=-1)
    wrong = np.random.default_rng(SEED).choice(PATH_OF.size, MISJUDGED, replace=False)
    is_wrong = np.isin(np.arange(PATH_OF.size), wrong).reshape(PATH_OF.shape)
    return np.where(is_wrong, second, PATH_OF)


def write(study_folder: Path, truth: Truth) -> list[FaultLine]:
    """Write the file of labels and return the planted faults."""
    paths = judged(truth)
    lines: list[list[Cell]] = [list(HEADINGS)]
    for i, city in enumerate(CITIES):
        for t, year in enumerate(YEARS):
            name = city.short_name if t % 2 else city.name
            lines.append([name, year, PATH_NAMES[paths[i, t]]])
    faults = []
    for cells, check, expected, says in (
        (["沈阳市", LAST_YEAR, "综合发展型"], QUARANTINE, "path_unknown", "A path that is none."),
        (
            ["四坪市", 2021, PATH_NAMES[0]],
            QUARANTINE,
            "unit_unknown",
            "A city that does not exist.",
        ),
        (list(lines[5]), COLLAPSED, "", "The same judgement twice."),
    ):
        lines.append(cells)
        number = len(faults) + 1
        faults.append(
            FaultLine(
                fault_code=f"{STUDY}_p{number:02d}",
                study_code=STUDY,
                source_file=LABEL_FILE,
                sheet_name="",
                row_number=len(lines),
                column_label=HEADINGS[2],
                unit_name=str(cells[0]),
                unit_code="",
                year=int(str(cells[1])),
                indicator_code="",
                check=check,
                expected=expected,
                fault=says,
            )
        )
    write_csv(study_folder / LABEL_FILE, lines)
    return faults
