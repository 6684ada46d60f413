"""The parser of Pajek files: one line after the other, told apart by the section it stands in."""

import math
import re
from typing import Literal

from wenmai.networks.pajek_draft import Draft, unescape
from wenmai.networks.pajek_model import (
    PajekFile,
    PajekIssue,
    PajekPartition,
    PajekTie,
    PajekVector,
    PajekVertex,
)
from wenmai.plain_numbers import is_number, whole_number
from wenmai.sentences import Said, Sentence

NO_SECTION = Sentence("readers.no_section")
NETWORK_WITHOUT_VERTICES = Sentence("readers.network_without_vertices")
PREVIOUS_WITHOUT_VERTICES = Sentence("readers.previous_without_vertices")
SECTION_NOT_READ = Sentence("readers.section_not_read", "word")
NO_NUMBER_OF_VERTICES = Sentence("readers.no_number_of_vertices")
TOO_MANY_VERTICES = Sentence("readers.too_many_vertices", "n", "most")
FIRST_MODE_TOO_LARGE = Sentence("readers.first_mode_too_large", "first", "size")
VERTICES_MISSING_BEFORE = Sentence("readers.vertices_missing_before")
NO_RELATION_IN_NAME = Sentence("readers.no_relation_in_name")
VALUES_MISSING = Sentence("readers.values_missing", "wanted", "n")
MATRIX_CELLS = Sentence("readers.matrix_cells", "n", "rows", "columns")
NO_VERTEX_NAMED = Sentence("readers.no_vertex_named")
NO_VERTEX_OF_NUMBER = Sentence("readers.no_vertex_of_number", "size", "vertex")
VERTEX_TWICE = Sentence("readers.vertex_twice", "vertex")
ONE_VERTEX_ONLY = Sentence("readers.one_vertex_only")
NO_NUMBER = Sentence("readers.no_number", "text")
NO_FINITE_NUMBER = Sentence("readers.no_finite_number", "text")

Section = Literal[
    "", "vertices", "arcs", "edges", "arcslist", "edgeslist", "matrix", "values", "unread"
]
TIE_SECTIONS: dict[str, Section] = {
    "arcs": "arcs",
    "edges": "edges",
    "arcslist": "arcslist",
    "edgeslist": "edgeslist",
    "matrix": "matrix",
}
_RELATION = re.compile(r'^:?\s*(\d+)\s*(?:"([^"]*)"|(\S.*))?\s*$')
_VERTEX = re.compile(r'^(\S+)(?:\s+(?:"([^"]*)"|(\S+)))?\s*(.*)$')
_LINE_RELATION = re.compile(r"^(\d+)\s*:\s*(.*)$")
# Beyond this no measure of a network comes to an end; the number itself costs memory per vertex.
MOST_VERTICES = 1_000_000
# What may stand where a weight is left out: a parameter of drawing, or a time interval.
_PARAMETER = re.compile(r"(?:[wcpsabl]|h[12]|k[12]|a[12]|l[aprc]|lphi|ap|fos|font|\[.*)")


class PajekParser:
    """Takes the lines of a file and gives what they hold."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._partitions: list[PajekPartition] = []
        self._vectors: list[PajekVector] = []
        self._issues: list[PajekIssue] = []
        self._section: Section = ""
        self._relation: int | None = None
        self._name: str | None = None  # of a network whose *Vertices is still to come
        self._values_of: tuple[str, str] | None = None  # kind and name of a partition or vector
        self._values: list[str] = []
        self._wanted = 0
        self._rows: list[list[str]] = []
        self._head_line = 0

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        text = line.strip(" \t\f\v\x1a\0")
        if not text or text.startswith("%"):
            return
        if text.startswith("*"):
            self._end_section()
            self._start_section(number, text)
        elif self._section == "vertices":
            self._vertex(number, text)
        elif self._section in {"arcs", "edges"}:
            self._tie(number, text)
        elif self._section in {"arcslist", "edgeslist"}:
            self._tie_list(number, text)
        elif self._section == "matrix":
            self._rows.append([str(number), *text.split()])
        elif self._section == "values":
            self._values += text.split()
        elif self._section == "":
            self._complain(number, "line_not_understood", NO_SECTION(), text)

    def finish(self) -> PajekFile:
        """Return what the lines held."""
        self._end_section()
        if self._name is not None:
            self._drafts.append(Draft(self._name))
            self._complain(self._head_line, "too_few_lines", NETWORK_WITHOUT_VERTICES())
        return PajekFile(
            tuple(draft.finish() for draft in self._drafts),
            tuple(self._partitions),
            tuple(self._vectors),
            tuple(sorted(self._issues, key=lambda issue: issue.line)),
        )

    def _complain(self, number: int, code: str, detail: Said, text: str = "") -> None:
        self._issues.append(PajekIssue(number, code, detail, text, len(self._drafts)))

    def _start_section(self, number: int, text: str) -> None:
        word, _, rest = text[1:].strip().partition(" ")
        # *Arcs:2 and "*Arcs\t:2" are seen too
        head = re.match(r"[A-Za-z]*", word)
        keyword = head[0].lower() if head else ""
        rest = (word[len(keyword) :] + " " + rest).strip()
        self._head_line, self._section = number, ""
        if keyword == "network":
            if self._name is not None:
                self._drafts.append(Draft(self._name))
                self._complain(number, "too_few_lines", PREVIOUS_WITHOUT_VERTICES())
            self._name, self._values_of = unescape(rest), None
        elif keyword in {"partition", "vector"}:
            self._values_of = (keyword, unescape(rest))
        elif keyword == "vertices":
            self._start_vertices(number, rest)
        elif keyword in TIE_SECTIONS:
            self._start_ties(number, TIE_SECTIONS[keyword], rest, text)
        else:
            self._section = "unread"
            self._complain(number, "section_not_read", SECTION_NOT_READ(word=word), text)

    def _start_vertices(self, number: int, rest: str) -> None:
        counts = rest.split()
        sizes = [whole_number(count) for count in counts[:2]]
        size = sizes[0] if sizes else None
        if size is None or None in sizes:
            detail = NO_NUMBER_OF_VERTICES()
            self._complain(number, "value_not_a_number", detail, rest)
            self._section = "unread"
            return
        if size > MOST_VERTICES:
            detail = TOO_MANY_VERTICES(n=size, most=MOST_VERTICES)
            self._complain(number, "section_not_read", detail, rest)
            self._section, self._values_of = "unread", None
            return
        if self._values_of is not None:
            self._section, self._wanted, self._values = "values", size, []
            return
        self._section = "vertices"
        first_mode = sizes[1] if len(sizes) > 1 else None
        self._drafts.append(Draft(self._name or "", size, first_mode))
        self._name = None
        if first_mode is not None and first_mode > size:
            detail = FIRST_MODE_TOO_LARGE(first=first_mode, size=size)
            self._complain(number, "value_not_a_number", detail, rest)
            self._drafts[-1].first_mode = None

    def _start_ties(self, number: int, section: Section, rest: str, text: str) -> None:
        if not self._drafts or self._values_of is not None or self._name is not None:
            self._complain(number, "line_not_understood", VERTICES_MISSING_BEFORE(), text)
            self._section = "unread"
            return
        self._section, self._relation, self._rows = section, None, []
        found = _RELATION.match(rest)
        if found:
            self._relation = whole_number(found[1])
            name = found[2] if found[2] is not None else found[3]
            if name is not None and self._relation is not None:
                self._drafts[-1].relations.setdefault(self._relation, unescape(name.strip()))
        elif rest:
            detail = NO_RELATION_IN_NAME()
            self._complain(number, "line_not_understood", detail, text)

    def _end_section(self) -> None:
        if self._section == "matrix":
            self._end_matrix()
        elif self._section == "values" and self._values_of is not None:
            kind, name = self._values_of
            if len(self._values) != self._wanted:
                detail = VALUES_MISSING(wanted=self._wanted, n=len(self._values))
                self._complain(self._head_line, "too_few_lines", detail)
            numbers = [self._number(self._head_line, value) for value in self._values]
            known = [number for number in numbers if number is not None]
            if len(known) == len(numbers) and kind == "partition":
                self._partitions.append(PajekPartition(tuple(int(n) for n in known), name))
            elif len(known) == len(numbers):
                self._vectors.append(PajekVector(tuple(known), name))
            self._values_of = None
        self._section = ""

    def _end_matrix(self) -> None:
        """Turn the rows of a matrix into ties; a row may run over several lines."""
        draft = self._drafts[-1]
        is_two_mode = draft.first_mode is not None
        rows = draft.first_mode if draft.first_mode is not None else draft.size
        columns = draft.size - rows if is_two_mode else draft.size
        cells = [(int(row[0]), cell) for row in self._rows for cell in row[1:]]
        if len(cells) != rows * columns:
            detail = MATRIX_CELLS(n=len(cells), rows=rows, columns=columns)
            self._complain(self._head_line, "too_few_lines", detail)
            return
        offset = rows if is_two_mode else 0
        for position, (number, cell) in enumerate(cells):
            weight = self._number(number, cell)
            if weight:
                row, column = divmod(position, columns)
                draft.ties.append(
                    PajekTie(
                        *(row + 1, column + 1 + offset, weight),
                        is_directed=not is_two_mode,
                        relation=self._relation,
                        line=number,
                    )
                )

    def _vertex(self, number: int, text: str) -> None:
        draft = self._drafts[-1]
        found = _VERTEX.match(text)
        vertex = whole_number(found[1]) if found is not None else None
        if found is None or vertex is None:
            self._complain(number, "line_not_understood", NO_VERTEX_NAMED(), text)
            return
        if not 1 <= vertex <= draft.size:
            detail = NO_VERTEX_OF_NUMBER(size=draft.size, vertex=vertex)
            self._complain(number, "vertex_unknown", detail, text)
            return
        if vertex in draft.vertices:
            detail = VERTEX_TWICE(vertex=vertex)
            self._complain(number, "line_not_understood", detail, text)
            return
        label = found[2] if found[2] is not None else found[3]
        coordinates: list[float] = []
        rest = found[4].split()
        while rest and len(coordinates) < 3 and is_number(rest[0]):
            coordinates.append(float(rest.pop(0)))
        draft.vertices[vertex] = PajekVertex(
            unescape(label) if label is not None else str(vertex),
            tuple(coordinates),
            " ".join(rest),
            number,
        )

    def _tie(self, number: int, text: str) -> None:
        relation, rest = self._relation_of(text)
        cells = rest.split(maxsplit=3)
        if len(cells) < 2:
            self._complain(number, "endpoint_missing", ONE_VERTEX_ONLY(), text)
            return
        ends = self._ends(number, cells[:2], text)
        if ends is None:
            return
        weight: float | None = 1.0
        parameters = " ".join(cells[2:])
        if len(cells) > 2 and not _PARAMETER.fullmatch(cells[2]):
            weight, parameters = self._number(number, cells[2], text), " ".join(cells[3:])
        if weight is not None:
            self._drafts[-1].ties.append(
                PajekTie(
                    *(ends[0], ends[1], weight, self._section == "arcs", relation),
                    parameters=parameters.strip(),
                    line=number,
                )
            )

    def _tie_list(self, number: int, text: str) -> None:
        relation, rest = self._relation_of(text)
        cells = rest.split()
        if len(cells) < 2:
            self._complain(number, "endpoint_missing", ONE_VERTEX_ONLY(), text)
            return
        for cell in cells[1:]:
            ends = self._ends(number, [cells[0], cell], text)
            if ends is not None:
                is_directed = self._section == "arcslist"
                tie = PajekTie(*ends, 1.0, is_directed, relation, line=number)
                self._drafts[-1].ties.append(tie)

    def _relation_of(self, text: str) -> tuple[int | None, str]:
        found = _LINE_RELATION.match(text)
        return (whole_number(found[1]), found[2]) if found else (self._relation, text)

    def _ends(self, number: int, cells: list[str], text: str) -> tuple[int, int] | None:
        size = self._drafts[-1].size
        ends = [whole_number(cell) or 0 for cell in cells]
        for cell, end in zip(cells, ends, strict=True):
            if not 1 <= end <= size:
                detail = NO_VERTEX_OF_NUMBER(size=size, vertex=cell)
                self._complain(number, "vertex_unknown", detail, text)
                return None
        return ends[0], ends[1]

    def _number(self, number: int, cell: str, text: str = "") -> float | None:
        if not is_number(cell):
            self._complain(number, "value_not_a_number", NO_NUMBER(text=cell), text or cell)
            return None
        value = float(cell)
        if not math.isfinite(value):
            detail = NO_FINITE_NUMBER(text=cell)
            self._complain(number, "value_not_finite", detail, text or cell)
            return None
        return value
