"""The cooperation of enterprises as a user would drop it: a CSV, a workbook, a Pajek file."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from demo.faults import COLLAPSED, LOADED, NETWORK_FINDING, QUARANTINE, Cell, FaultLine
from demo.liaoning_network import FEWER_DRAWS
from demo.northeast_cities import LAST_YEAR
from demo.northeast_network import Cooperation, Enterprise
from demo.writing import write_csv, write_text, write_xlsx

STUDY = "northeast"
LINK_FILE = "links/企业合作_2018-2024.csv"
NODE_FILE, NODE_SHEET = "links/企业名录.xlsx", "名录"
PAJEK_FILE = f"links/enterprises_{LAST_YEAR}.net"
LINK_HEADINGS = ("企业A", "企业B", "合作次数", "年份")
NODE_HEADINGS = ("企业", "城市", "行业")
# Both networks read the table: what is wrong with a line is reported for each.
READERS = 2


def networks() -> list[dict[str, Any]]:
    """Return the section ``networks`` of study.yml."""
    columns = dict(zip(("node_a", "node_b", "frequency", "period"), LINK_HEADINGS, strict=True))
    table = {
        "kind": "links",
        "file": LINK_FILE,
        "columns": columns,
        "nodes": {
            "file": NODE_FILE,
            "sheet": NODE_SHEET,
            "columns": dict(zip(("node", "city", "group"), NODE_HEADINGS, strict=True)),
        },
    }
    return [
        {
            "code": "enterprise_cooperation",
            "name": {"zh": "文化企业合作网络", "en": "Cooperation of cultural enterprises"},
            **table,
            "measures": dict(FEWER_DRAWS),
        },
        {
            "code": "city_cooperation",
            "name": {"zh": "城市间企业合作网络", "en": "Cooperation of enterprises between cities"},
            **deepcopy(table),
            "by_unit": True,
            "measures": dict(FEWER_DRAWS),
            "explained_by": ["culture_gravity"],
        },
        {
            "code": "culture_gravity",
            "name": {"zh": "文化产业引力网络", "en": "Gravity of cultural industries"},
            "kind": "gravity",
            "masses": ["culture_revenue", "culture_tourism_consumption"],
            "distance": "haversine_km",
            "threshold": "row_mean",
            "measures": dict(FEWER_DRAWS),
        },
        {
            "code": "enterprises_pajek",
            "name": {
                "zh": f"{LAST_YEAR}年企业合作（Pajek文件）",
                "en": f"Cooperation of {LAST_YEAR}, as a Pajek file",
            },
            "kind": "pajek",
            "file": PAJEK_FILE,
            "year": LAST_YEAR,
            "measures": dict(FEWER_DRAWS),
        },
    ]


def link_lines(
    enterprises: Sequence[Enterprise], cooperations: Sequence[Cooperation]
) -> list[list[Cell]]:
    """Return the table of links, one line per pair and year."""
    return [
        list(LINK_HEADINGS),
        *(
            [enterprises[one.first].name, enterprises[one.second].name, one.frequency, one.year]
            for one in cooperations
        ),
    ]


def node_lines(enterprises: Sequence[Enterprise]) -> list[list[Cell]]:
    """Return the table of enterprises; cities by their short and official names in turn."""
    return [
        list(NODE_HEADINGS),
        *(
            [one.name, one.city.name if position % 2 else one.city.short_name, one.kind]
            for position, one in enumerate(enterprises)
        ),
    ]


def pajek_text(enterprises: Sequence[Enterprise], cooperations: Sequence[Cooperation]) -> str:
    """Return the last year in Pajek's format."""
    lines = [
        "% 文化企业合作，演示用合成数据",
        f"*Vertices {len(enterprises)}",
        *(f'{number} "{one.name}"' for number, one in enumerate(enterprises, start=1)),
        "*Edges",
        *(
            f"{one.first + 1} {one.second + 1} {one.frequency}"
            for one in cooperations
            if one.year == LAST_YEAR
        ),
    ]
    return "".join(f"{line}\n" for line in lines)


def plant(links: list[list[Cell]], nodes: list[list[Cell]], pajek: list[str]) -> list[FaultLine]:
    """Plant the faults and return them as the warehouse must report them."""
    planted = [*_in_links(links), *_in_nodes(nodes), *_in_pajek(pajek)]
    return [
        replace(line, fault_code=f"{STUDY}_n{number:02d}")
        for number, line in enumerate(planted, start=1)
        for _ in range(READERS if _is_told_twice(line) else 1)
    ]


def _is_told_twice(line: FaultLine) -> bool:
    return line.check in {QUARANTINE, COLLAPSED} and line.source_file != PAJEK_FILE


def _in_links(links: list[list[Cell]]) -> Iterator[FaultLine]:
    a, b, _, year = links[40]
    c, d = links[60][:2]

    def add(cells: list[Cell], check: str, expected: str, says: str) -> FaultLine:
        links.append(cells)
        names = " – ".join(str(cell) for cell in cells[:2] if cell)
        stated = cells[3] if isinstance(cells[3], int) else LAST_YEAR
        return _fault((LINK_FILE, "", len(links)), "企业A", names, stated, check, expected, says)

    yield add(
        [a, a, 3, 2021], NETWORK_FINDING, "self_loop", "An enterprise that works with itself."
    )
    yield add(
        [b, a, 2, year], NETWORK_FINDING, "duplicate_link", "A pair again, the other way round."
    )
    yield add([a, d, 0, 2020], NETWORK_FINDING, "zero_link", "A pair that never worked together.")
    yield add(
        [c, "大连海岸文创有限责任公司", 1, 2022],
        *(
            NETWORK_FINDING,
            "node_unlisted",
            "An enterprise that the table of enterprises does not know.",
        ),
    )
    yield add([c, a, -2, 2019], QUARANTINE, "frequency_negative", "A negative frequency.")
    yield add([c, None, 1, 2023], QUARANTINE, "endpoint_missing", "Nobody to work with.")
    yield add(
        [c, b, "若干", 2023], QUARANTINE, "value_not_a_number", "A word where a number belongs."
    )
    yield add([d, a, 1, "2O23"], QUARANTINE, "year_not_understood", "A letter O in the year.")
    line = links[100]
    line[0] = f"{str(line[0])[:2]}　{str(line[0])[2:]}"
    yield _fault(
        (LINK_FILE, "", 101),
        *(
            "企业A",
            str(line[0]),
            int(str(line[3])),
            LOADED,
            "",
            "A name with a full-width blank in it.",
        ),
    )


def _in_nodes(nodes: list[list[Cell]]) -> Iterator[FaultLine]:
    place = (NODE_FILE, NODE_SHEET, 4)
    nodes[3][1] = "沈阳氏"
    name = str(nodes[3][0])
    says = "A city that does not exist."
    yield _fault(place, "企业", name, LAST_YEAR, NETWORK_FINDING, "city_unknown", says)
    nodes.append(list(nodes[9]))
    place = (NODE_FILE, NODE_SHEET, len(nodes))
    says = "The same line twice."
    yield _fault(place, "企业", str(nodes[9][0]), LAST_YEAR, COLLAPSED, "", says)


def _in_pajek(pajek: list[str]) -> Iterator[FaultLine]:
    pajek.append("3 999 1\n")
    says = "An edge to a vertex that is not there."
    place = (PAJEK_FILE, "", len(pajek))
    yield _fault(place, "line", "3 999 1", LAST_YEAR, QUARANTINE, "vertex_unknown", says)


def _fault(  # noqa: PLR0917 - the columns of faults.csv
    place: tuple[str, str, int],
    column: str,
    name: str,
    year: int,
    check: str,
    expected: str,
    says: str,
) -> FaultLine:
    file, sheet, row = place
    return FaultLine(
        fault_code="",
        study_code=STUDY,
        source_file=file,
        sheet_name=sheet,
        row_number=row,
        column_label=column,
        unit_name=name,
        unit_code="",
        year=year,
        indicator_code="",
        check=check,
        expected=expected,
        fault=says,
    )


def write(
    study_folder: Path,
    truth_folder: Path,
    enterprises: Sequence[Enterprise],
    cooperations: Sequence[Cooperation],
) -> list[FaultLine]:
    """Write the three files and the truth about the enterprises; return the planted faults."""
    links, nodes = link_lines(enterprises, cooperations), node_lines(enterprises)
    pajek = pajek_text(enterprises, cooperations).splitlines(keepends=True)
    faults = plant(links, nodes, pajek)
    about: list[list[Cell]] = [["文化企业名录"], ["说明：演示用合成数据，企业均为虚构。"]]
    write_csv(study_folder / LINK_FILE, links)
    write_xlsx(study_folder / NODE_FILE, {"说明": about, NODE_SHEET: nodes})
    write_text(study_folder / PAJEK_FILE, "".join(pajek))
    truth: list[list[Cell]] = [["enterprise", "unit_code", "kind", "appeal"]]
    truth += [[one.name, one.city.code, one.kind, f"{one.appeal:.6f}"] for one in enterprises]
    write_csv(truth_folder / "northeast_enterprises.csv", truth)
    return faults
