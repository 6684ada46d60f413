"""What a study says about networks, and the files of links, nodes and distances it names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.networks.declares import DECLARATION, StudyNetwork
from wenmai.networks.raw_tables import (
    NETWORK_DISTANCES,
    NETWORK_LINKS,
    NETWORK_NODES,
    STUDY_NETWORK_EXPLANATIONS,
    STUDY_NETWORK_MASSES,
    STUDY_NETWORKS,
)
from wenmai.studies.study import Study

_FILE_TABLES = (NETWORK_LINKS, NETWORK_NODES, NETWORK_DISTANCES)
# Rows that are inserted at once.
_PORTION = 20_000


# The ends of links between units, the places of nodes, the ends of distances.
_ENDS = (
    ("network_links", "node_a", "units"),
    ("network_links", "node_b", "units"),
    ("network_nodes", "city", ""),
    ("network_distances", "unit_a", ""),
    ("network_distances", "unit_b", ""),
)
_UNIT_NAMES = " union all ".join(
    f"""
    select
        study_code, 'network ' || network_code as mapping_code,
        coalesce({column}, '') as unit_name, '' as unit_code_text, '' as within_name,
        null as read_as
    from raw.{table}
    {"semi join raw.study_networks as stated on stated.node_kind = 'units'" if kind else ""}
    {f"and stated.study_code = {table}.study_code" if kind else ""}
    {f"and stated.network_code = {table}.network_code" if kind else ""}
    {"where coalesce(city, '') != ''" if column == "city" else ""}
    """
    for table, column, kind in _ENDS
)


def _rows(study: Study) -> Mapping[RawTable, list[Row]]:
    entries = DECLARATION.found_in(study)
    networks = [entry.network for entry in entries]
    return {
        STUDY_NETWORKS: [
            {"position": position, **_network_row(study, entry)}
            for position, entry in enumerate(entries, start=1)
        ],
        STUDY_NETWORK_MASSES: [
            {**_key(study, network.code), "indicator_code": code, "position": position}
            for network in networks
            for position, code in enumerate(network.masses, start=1)
        ],
        STUDY_NETWORK_EXPLANATIONS: [
            {**_key(study, network.code), "explaining_code": code, "position": position}
            for network in networks
            for position, code in enumerate(network.explained_by, start=1)
        ],
    }


def _key(study: Study, network_code: str) -> dict[str, Any]:
    return {"study_code": study.code, "network_code": network_code}


def _network_row(study: Study, entry: StudyNetwork) -> Row:
    network, is_gravity = entry.network, entry.network.kind == "gravity"
    threshold, distance = network.threshold, network.distance
    is_open = network.kind == "pajek" and network.directed is None
    return {
        **_key(study, network.code),
        "network_name_zh": network.name.zh if network.name else network.code,
        "network_name_en": network.name.english if network.name else network.code,
        "network_kind": network.kind,
        "is_directed": None if is_open else network.is_directed,
        "node_kind": "units" if is_gravity or network.nodes == "units" else "table",
        "is_by_unit": network.by_unit,
        "exponent": network.exponent,
        "mass_share_code": (network.mass_share or network.masses[0]) if is_gravity else None,
        "distance_kind": distance.kind if is_gravity else None,
        "distance_measure": distance.measure if is_gravity else None,
        "income_code": distance.income,
        "people_code": distance.people,
        "income_gap_floor": distance.gap_floor,
        "threshold_rule": threshold.rule if threshold else None,
        "threshold_comparison": threshold.comparison if threshold else None,
        "threshold_value": threshold.value if threshold else None,
        "relation_text": None if network.relation is None else str(network.relation),
        "year": network.year,
        "first_year": network.years.first,
        "last_year": network.years.last,
        **network.measures.model_dump(),
    }


@dataclass
class _Reader:
    """Reads the files of one study's networks and counts what it read."""

    given: PartInput
    output: PartOutput = field(default_factory=PartOutput)

    def read(self) -> PartOutput:
        for entry in DECLARATION.found_in(self.given.study):
            network = entry.network
            steps: list[tuple[Path | None, Callable[[StudyNetwork, Path], None]]] = [
                (entry.link_file, self._pajek if network.kind == "pajek" else self._links),
                (entry.node_file, self._nodes),
                (entry.distance_file, self._distances),
            ]
            for path, step in steps:
                if path is None:
                    continue
                study, unread = self.given.study, self.given.unread
                with unread.reading(study, network.code, path, _FILE_TABLES):
                    step(entry, path)
        return self.output

    def _links(self, entry: StudyNetwork, path: Path) -> None:
        network = entry.network
        assert network.columns is not None
        columns = {key: text for key, text in network.columns.model_dump().items() if text}
        names = {"frequency": "frequency_text", "period": "period_text"}
        renamed = {names.get(key, key): text for key, text in columns.items()}
        self._table(entry, path, NETWORK_LINKS, renamed, network.sheet, network.encoding)

    def _nodes(self, entry: StudyNetwork, path: Path) -> None:
        table = entry.network.node_table
        assert table is not None
        names = {"name": "node_name", "group": "node_group"}
        columns = {names.get(k, k): text for k, text in table.columns.model_dump().items() if text}
        self._table(entry, path, NETWORK_NODES, columns, table.sheet, table.encoding)

    def _distances(self, entry: StudyNetwork, path: Path) -> None:
        distance = entry.network.distance
        assert distance.columns is not None
        names = {"distance": "distance_text"}
        columns = {names.get(key, key): t for key, t in distance.columns.model_dump().items()}
        self._table(entry, path, NETWORK_DISTANCES, columns, distance.sheet, distance.encoding)

    def _table(  # noqa: PLR0917 - one call per kind of table
        self,
        entry: StudyNetwork,
        path: Path,
        target: RawTable,
        columns: dict[str, str],
        sheet: str | None,
        encoding: str,
    ) -> None:
        # The readers cost time to import, and most studies have no networks.
        from wenmai.readers.named_table import read_named_table  # noqa: PLC0415

        study, code = self.given.study, entry.network.code
        table = read_named_table(
            path, columns, study_folder=study.folder, code=code, sheet=sheet, encoding=encoding
        )
        place = {
            **_key(study, code),
            "source_file": table.info.source_file,
            "sheet_name": table.info.sheet_name,
            "column_label": table.labels[next(iter(columns))],
        }
        rows = (
            {
                **place,
                "row_number": row.number,
                **row.cells,
                "reader_issue": "ragged_row" if row.is_ragged else None,
            }
            for row in table.rows()
        )
        records = self._insert(target, rows)
        self._note({"study_code": study.code, **vars(table.info)}, records)

    def _pajek(self, entry: StudyNetwork, path: Path) -> None:
        from wenmai.networks.lands_pajek import read_pajek_records  # noqa: PLC0415

        read = read_pajek_records(self.given.study, entry, path)
        records = self._insert(NETWORK_NODES, iter(read.nodes))
        records += self._insert(NETWORK_LINKS, iter(read.links))
        self._note(read.info, records)

    def _insert(self, table: RawTable, rows: Iterator[Row]) -> int:
        from wenmai.ingest.write import insert_rows  # noqa: PLC0415

        count, portion = 0, []
        for row in rows:
            portion.append(row)
            if len(portion) == _PORTION:
                insert_rows(self.given.connection, table, portion, self.given.load_id)
                count, portion = count + len(portion), []
        insert_rows(self.given.connection, table, portion, self.given.load_id)
        return count + len(portion)

    def _note(self, info: Row, records: int) -> None:
        from wenmai.ingest.write import insert_rows  # noqa: PLC0415

        insert_rows(self.given.connection, SOURCE_FILES, [info], self.given.load_id)
        before = self.output
        self.output = PartOutput(
            files=before.files + 1,
            lines=before.lines + info["lines_read"],
            records=before.records + records,
            bytes_read=before.bytes_read + info["source_bytes"],
        )


def _read_files(given: PartInput) -> PartOutput:
    return _Reader(given).read()


PART = IngestPart(
    name="networks",
    tables=(
        STUDY_NETWORKS,
        STUDY_NETWORK_MASSES,
        STUDY_NETWORK_EXPLANATIONS,
        NETWORK_LINKS,
        NETWORK_NODES,
        NETWORK_DISTANCES,
    ),
    rows=_rows,
    read_files=_read_files,
    unit_names=_UNIT_NAMES,
)
