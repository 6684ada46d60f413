"""What a Pajek file holds: networks, partitions, vectors, and what could not be understood."""

from dataclasses import dataclass, field

from wenmai.sentences import Said


@dataclass(frozen=True)
class PajekVertex:
    """One vertex.

    Parameters
    ----------
    label : str
        As drawn; Pajek writes a character that its format has no room for as ``&#code;``.
    coordinates : tuple of float
        None, two or three numbers between 0 and 1.
    shape : str
        Shape and drawing parameters as they stand behind the coordinates (``box ic Red``).
    line : int
        Line of the file; 0 for a vertex that has none. Takes no part in comparisons.
    """

    label: str
    coordinates: tuple[float, ...] = ()
    shape: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class PajekTie:
    """One line between two vertices, counted from 1.

    Parameters
    ----------
    tail, head : int
        Numbers of the vertices; an edge has no direction, but keeps the order of the file.
    weight : float
        1 where the file gives none.
    is_directed : bool
        An arc, not an edge.
    relation : int, optional
        Number of the relation in a network of several.
    parameters : str
        What stands behind the weight (``l "since 2018" c Blue``, time intervals).
    line : int
        Line of the file; 0 for a tie that was not read. Takes no part in comparisons.
    """

    tail: int
    head: int
    weight: float = 1.0
    is_directed: bool = True
    relation: int | None = None
    parameters: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class PajekNetwork:
    """One network.

    Parameters
    ----------
    vertices : tuple of PajekVertex
        Vertex *n* is ``vertices[n - 1]``.
    ties : tuple of PajekTie
        Arcs and edges, in the order of the file.
    name : str
        What stands behind ``*Network``.
    first_mode : int, optional
        Of a two-mode network: how many vertices belong to the first mode.
    relations : tuple of (int, str)
        Names of the relations that have one, by number.

    Examples
    --------
    >>> network = PajekNetwork((PajekVertex("a"), PajekVertex("b")), (PajekTie(1, 2, 3.0),))
    >>> len(network.arcs), len(network.edges)
    (1, 0)
    """

    vertices: tuple[PajekVertex, ...]
    ties: tuple[PajekTie, ...] = ()
    name: str = ""
    first_mode: int | None = None
    relations: tuple[tuple[int, str], ...] = ()

    @property
    def arcs(self) -> tuple[PajekTie, ...]:
        """The ties with a direction."""
        return tuple(tie for tie in self.ties if tie.is_directed)

    @property
    def edges(self) -> tuple[PajekTie, ...]:
        """The ties without one."""
        return tuple(tie for tie in self.ties if not tie.is_directed)


@dataclass(frozen=True)
class PajekPartition:
    """A class number for every vertex."""

    values: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True)
class PajekVector:
    """A number for every vertex."""

    values: tuple[float, ...]
    name: str = ""


@dataclass(frozen=True)
class PajekIssue:
    """A line that was not understood.

    Parameters
    ----------
    line : int
        Line of the file, from 1.
    code : str
        ``vertex_unknown``, ``endpoint_missing``, ``value_not_a_number``, ``value_not_finite``,
        ``line_not_understood``, ``too_few_lines``, ``section_not_read``.
    detail : Said
        What is wrong.
    text : str
        The line.
    network : int
        Number of the network that it stands in, from 1; 0 before the first.
    """

    line: int
    code: str
    detail: Said
    text: str = ""
    network: int = 0


@dataclass(frozen=True)
class PajekFile:
    """Everything in a .net or .paj file, each kind in the order of the file.

    ``issues`` take no part in comparisons: a file written again has none.
    """

    networks: tuple[PajekNetwork, ...] = ()
    partitions: tuple[PajekPartition, ...] = ()
    vectors: tuple[PajekVector, ...] = ()
    issues: tuple[PajekIssue, ...] = field(default=(), compare=False)
