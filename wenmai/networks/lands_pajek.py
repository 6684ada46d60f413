"""The records of a Pajek file: vertices, ties of the chosen relation, lines not understood."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.ingest.part import Row
from wenmai.kit.problems import did_you_mean
from wenmai.networks.declares import StudyNetwork
from wenmai.networks.pajek import PajekFile, PajekNetwork, PajekPartition, parse_pajek
from wenmai.networks.pajek_model import PajekIssue, PajekTie
from wenmai.readers.apart import read_apart
from wenmai.readers.encodings import find_encoding
from wenmai.readers.files import check_inside, content_hash, label_of
from wenmai.sentences import Sentence, told
from wenmai.studies.study import Study

NO_NETWORK = Sentence("readers.no_network")
CHECK_THAT_IT_IS_PAJEK = Sentence("readers.check_that_it_is_pajek")
NO_SUCH_NETWORK = Sentence("readers.no_such_network", "network", "n")
NO_SUCH_RELATION = Sentence("readers.no_such_relation", "relation")
RELATIONS_THERE = Sentence("readers.relations_there", "names")
NO_SUCH_PARTITION = Sentence("readers.no_such_partition", "partition", "n")
PARTITION_DOES_NOT_FIT = Sentence("readers.partition_does_not_fit", "n", "size")
CHOOSE_ANOTHER = Sentence("readers.choose_another")


@dataclass(frozen=True)
class PajekRecords:
    """Rows of raw.network_nodes and raw.network_links, and the row of raw.source_files."""

    nodes: Sequence[Row]
    links: Sequence[Row]
    info: Row


def read_pajek_records(study: Study, entry: StudyNetwork, path: Path) -> PajekRecords:
    """Read a Pajek file in the process for files of strangers; see `pajek_records`."""
    label = label_of(path, study.folder)
    (read,) = read_apart(_records, study.folder, study.code, entry, path, path=path, label=label)
    assert isinstance(read, PajekRecords)
    return read


def _records(
    folder: Path, study_code: str, entry: StudyNetwork, path: Path
) -> Iterator[PajekRecords]:
    yield pajek_records(folder, study_code, entry, path)


def pajek_records(folder: Path, study_code: str, entry: StudyNetwork, path: Path) -> PajekRecords:
    """Read the network that an entry of study.yml means.

    Parameters
    ----------
    folder : Path
        The study folder.
    study_code : str
    entry : StudyNetwork
        Which network, relation and partition.
    path : Path
        The .net or .paj file.

    Returns
    -------
    PajekRecords
        Ties of other relations and other networks of the file are lines filtered.

    Raises
    ------
    ProblemsFound
        When the file has no such network, relation or partition, or cannot be read as text.
    """
    check_inside(path, folder)
    label, wanted = label_of(path, folder), entry.network
    encoding = find_encoding(path, wanted.encoding, label)
    text = path.read_bytes().decode(encoding)
    content = parse_pajek(text)
    key = f"study.yml {wanted.code}"
    number, network = _network(content, wanted.network, label, key)
    relation = _relation(network, wanted.relation, label, key)
    partition = _partition(content, wanted.partition, len(network.vertices), label, key)
    place: dict[str, Any] = {
        "study_code": study_code,
        "network_code": wanted.code,
        "source_file": label.partition("/")[2],
        "sheet_name": "",
    }
    nodes = _node_rows(network, partition, place)
    chosen = [tie for tie in network.ties if relation is None or tie.relation == relation]
    issues = [issue for issue in content.issues if issue.network in {0, number}]
    links = _link_rows(network, chosen, issues, place)
    _tell_apart(links)
    lines = text.count("\n") + (not text.endswith("\n"))
    read = {vertex.line for vertex in network.vertices} | {row["row_number"] for row in links}
    read -= {0}
    others = {tie.line for one in content.networks for tie in one.ties} - read
    file = {
        **{name: place[name] for name in ("study_code", "source_file", "sheet_name")},
        "mapping_code": wanted.code,
        "encoding": encoding.removesuffix("-sig"),
    }
    info = file | _size(path) | _line_counts(lines, read, others)
    return PajekRecords(nodes, links, info)


def _node_rows(
    network: PajekNetwork, partition: PajekPartition | None, place: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            **place,
            "row_number": vertex.line,
            "column_label": f"vertex {position}",
            "node": vertex.label.strip(),
            "vertex": position,
            "mode": 1 + (network.first_mode is not None and position > network.first_mode),
            "node_group": str(partition.values[position - 1]) if partition else None,
            "x": vertex.coordinates[0] if vertex.coordinates else None,
            "y": vertex.coordinates[1] if len(vertex.coordinates) > 1 else None,
        }
        for position, vertex in enumerate(network.vertices, start=1)
    ]


def _link_rows(
    network: PajekNetwork,
    chosen: Sequence[PajekTie],
    issues: Sequence[PajekIssue],
    place: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return the ties that were asked for, then the lines that could not be read."""
    links: list[dict[str, Any]] = [
        {
            **place,
            "row_number": tie.line,
            "column_label": f"{'arc' if tie.is_directed else 'edge'} {tie.tail}–{tie.head}",
            "node_a": network.vertices[tie.tail - 1].label.strip(),
            "node_b": network.vertices[tie.head - 1].label.strip(),
            "vertex_a": tie.tail,
            "vertex_b": tie.head,
            "frequency_text": repr(tie.weight),
            "relation": tie.relation,
            "is_arc": tie.is_directed,
        }
        for tie in chosen
    ]
    links += [
        {
            **place,
            "row_number": issue.line,
            "column_label": "line",
            "node_a": issue.text,
            "is_arc": True,
            "reader_issue": issue.code,
            "reader_detail": told([issue.detail]),
        }
        for issue in issues
    ]
    return links


def _size(path: Path) -> dict[str, Any]:
    status = path.stat()
    return {
        "source_bytes": status.st_size,
        "content_hash": content_hash(path),
        "modified_at": dt.datetime.fromtimestamp(status.st_mtime, dt.UTC).replace(tzinfo=None),
    }


def _line_counts(lines: int, read: set[int], others: set[int]) -> dict[str, Any]:
    return {
        "lines_read": lines,
        "lines_heading": 0,
        "lines_skipped": lines - len(read) - len(others),
        "lines_filtered": len(others),
        "lines_data": len(read),
    }


def _tell_apart(rows: Sequence[dict[str, Any]]) -> None:
    """Give every record a label of its own: a list may name a vertex twice in one line."""
    seen: Counter[tuple[int, str]] = Counter()
    for row in rows:
        place = (row["row_number"], row["column_label"])
        seen[place] += 1
        if seen[place] > 1:
            row["column_label"] += f" ({seen[place]})"


def _network(
    content: PajekFile, wanted: int | str | None, label: str, key: str
) -> tuple[int, PajekNetwork]:
    """Return the chosen network and its number; the first where none is chosen."""
    names = [network.name for network in content.networks]
    if not names:
        message = NO_NETWORK()
        raise ProblemsFound([Problem(label, key, message, CHECK_THAT_IT_IS_PAJEK())])
    number = _place(wanted, names)
    if number is None:
        message = NO_SUCH_NETWORK(network=wanted, n=len(names))
        way_out = did_you_mean(str(wanted), [name for name in names if name], "networks")
        raise ProblemsFound([Problem(label, f"{key} network", message, way_out)])
    return number, content.networks[number - 1]


def _relation(network: PajekNetwork, wanted: int | str | None, label: str, key: str) -> int | None:
    if wanted is None:
        return None
    numbers = {tie.relation for tie in network.ties} | {number for number, _ in network.relations}
    by_name = {name: number for number, name in network.relations}
    found = wanted if isinstance(wanted, int) else by_name.get(wanted)
    if found not in numbers or found is None:
        listed = [f"{number} ({name})" for number, name in network.relations]
        message = NO_SUCH_RELATION(relation=wanted)
        way_out = did_you_mean(str(wanted), list(by_name), "relations") if by_name else ""
        raise ProblemsFound(
            [
                Problem(
                    label,
                    f"{key} relation",
                    message,
                    way_out or RELATIONS_THERE(names=", ".join(listed)),
                )
            ]
        )
    return found


def _partition(
    content: PajekFile, wanted: int | str | None, size: int, label: str, key: str
) -> PajekPartition | None:
    if wanted is None:
        return None
    names = [partition.name for partition in content.partitions]
    number = _place(wanted, names)
    if number is None:
        message = NO_SUCH_PARTITION(partition=wanted, n=len(names))
        way_out = did_you_mean(str(wanted), [name for name in names if name], "partitions")
        raise ProblemsFound([Problem(label, f"{key} partition", message, way_out)])
    partition = content.partitions[number - 1]
    if len(partition.values) != size:
        message = PARTITION_DOES_NOT_FIT(n=len(partition.values), size=size)
        raise ProblemsFound([Problem(label, f"{key} partition", message, CHOOSE_ANOTHER())])
    return partition


def _place(wanted: int | str | None, names: Sequence[str]) -> int | None:
    """Return the place, from 1, of what is named by number or name."""
    if wanted is None:
        return 1
    if isinstance(wanted, int):
        return wanted if wanted <= len(names) else None
    return names.index(wanted) + 1 if wanted in names else None
