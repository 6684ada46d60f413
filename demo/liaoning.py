"""The demo study liaoning as a whole: draw, plant faults, write study and truth."""

from pathlib import Path

from demo import liaoning_config, liaoning_files, liaoning_network
from demo.faults import Cell, FaultLine
from demo.liaoning_cities import CITIES, YEARS
from demo.liaoning_panel import (
    CONSTANT_2,
    DRIVERS,
    TABLE_2,
    TABLE_3,
    TABLE_4,
    UNITS,
    Panel,
    draw,
)
from demo.liaoning_var import IMPACT, PHI, VARIABLES, impulse_responses, variance_shares
from demo.readme import write_readme
from demo.writing import write_csv

ABOUT = """
# Demo study liaoning: synthetic

14 cities of Liaoning, 2015–2024, 20 indicators. **Every number is made up**, except the culture and
digital income of Shenyang and Dalian in 2015 and 2024 (P2 §3.2.3), between which their series
move. The data say nothing about any city.

Made by `python -m demo` from a fixed seed. Digital income, design and service share follow a panel
VAR fitted to P2's impulse responses and Table 5; culture income follows P2's Eq 7 with the
coefficients of Table 2; the two upgrading indices follow Tables 3 and 4. They are indices with an
arbitrary level: P2's coefficients cannot hold for shares, which are bounded.

Files: an XLSX with a title sheet, years written `2015年` and incomes in 亿元 and 万元; downloads in
the form of the National Bureau of Statistics (GB18030, preamble, years across, notes); CSV in UTF-8
with names in Chinese and English; CSV in GB18030 with codes and with employment in 万人 or 人; a
CSV of travel times by train, made up along the real railway lines: the gravity network over them
makes Shenyang and Dalian its two cores.
"""


def write(study_folder: Path, truth_folder: Path) -> list[FaultLine]:
    """Write the study's folder and its truth; return the planted faults."""
    panel = draw()
    tables = liaoning_files.make_tables(panel)
    faults = liaoning_files.plant_faults(panel, tables)
    faults += liaoning_network.write(study_folder)
    liaoning_config.write(study_folder)
    liaoning_files.write(study_folder, tables)
    write_csv(study_folder / "corrections.csv", liaoning_files.corrections(panel))
    write_readme(study_folder / "README.md", ABOUT, faults)
    write_csv(truth_folder / "liaoning_values.csv", _values(panel))
    write_csv(truth_folder / "liaoning_regressions.csv", _regressions())
    write_csv(truth_folder / "liaoning_cities.csv", _cities(panel))
    write_csv(truth_folder / "liaoning_var.csv", _var())
    write_csv(truth_folder / "liaoning_responses.csv", _responses())
    return faults


def _values(panel: Panel) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["unit_code", "year", *UNITS]]
    for i, city in enumerate(CITIES):
        for t, year in enumerate(YEARS):
            cells = (f"{panel.values[code][i, t]:.{UNITS[code][1]}f}" for code in UNITS)
            lines.append([city.code, year, *cells])
    return lines


def _regressions() -> list[list[Cell]]:
    """List every coefficient with the estimator that finds it."""
    lines: list[list[Cell]] = [
        ["model", "dependent", "region", "estimator", "regressor", "coefficient"]
    ]

    def add(head: list[Cell], constant: float | None, slopes: dict[str, float]) -> None:
        terms = slopes if constant is None else {"constant": constant, **slopes}
        lines.extend([*head, term, coefficient] for term, coefficient in terms.items())

    add(["P2 Table 2", "culture_income", "", "any"], CONSTANT_2, TABLE_2)
    (first, (constant_1, slopes_1)), (second, (constant_2, slopes_2)) = TABLE_3.items()
    add(
        ["P2 Table 3 Model 1", first, "", "any"],
        constant_1,
        dict(zip(DRIVERS, slopes_1, strict=True)),
    )
    found = dict(zip(DRIVERS, slopes_2, strict=True))
    del found["employment"]  # see liaoning_panel: not planted
    add(["P2 Table 3 Model 2", second, "", "pooled"], constant_2, found)
    for region, (_, slopes) in TABLE_4.items():
        head: list[Cell] = ["P2 Table 4", second, region, "fixed_effects"]
        add(head, None, dict(zip(DRIVERS, slopes, strict=True)))
    return lines


def _cities(panel: Panel) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["unit_code", "region", "tertiary_upgrading_constant"]]
    for city, constant in zip(CITIES, panel.city_constants, strict=True):
        lines.append([city.code, city.region, f"{constant:.6f}"])
    return lines


def _var() -> list[list[Cell]]:
    lines: list[list[Cell]] = [["matrix", "row_variable", "column_variable", "value"]]
    for name, matrix in (("phi", PHI), ("impact", IMPACT)):
        for i, row in enumerate(VARIABLES):
            lines += [[name, row, column, matrix[i, j]] for j, column in enumerate(VARIABLES)]
    return lines


def _responses() -> list[list[Cell]]:
    lines: list[list[Cell]] = [["period", "variable", "shock", "response", "variance_share"]]
    responses, shares = impulse_responses(10), variance_shares(10)
    for period in range(11):
        for i, row in enumerate(VARIABLES):
            for j, column in enumerate(VARIABLES):
                cells = (f"{responses[period, i, j]:.6f}", f"{shares[period, i, j]:.6f}")
                lines.append([period, row, column, *cells])
    return lines
