"""The section ``graph`` of study.yml: works, roles, entities and what shall be judged of them."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from wenmai.kit.origin import OfOrigin
from wenmai.kit.section import Code, Name, Section, Text
from wenmai.sentences import Sentence

LONG_OR_WIDE = Sentence("knowledge_graph.long_or_wide")
NEED_RELATION_COLUMN = Sentence("knowledge_graph.need_relation_column")
NAMES_ARE_OF_WIDE = Sentence("knowledge_graph.names_are_of_wide")
HEADINGS_OR_NUMBERS = Sentence("knowledge_graph.headings_or_numbers")
NEED_ROLES_OR_TRIPLES = Sentence("knowledge_graph.need_roles_or_triples")
N_FACTORS_NOT_EVEN = Sentence("knowledge_graph.n_factors_not_even")
NEED_IS_TRUE = Sentence("knowledge_graph.need_is_true")

Position = Annotated[int, Field(strict=True, ge=1, le=1_000)]
Share = Annotated[float, Field(ge=0, le=0.5)]
Method = Literal[
    "popularity",
    "adamic_adar",
    "als",
    "svd",
    "default",
    "distmult",
    "complex",
    "rgcn",
]
WORK = "work"
# Features of works that become relations of their own.
FEATURES = {"genres": ("has_genre", "genre"), "regions": ("has_region", "region")}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _several(value: Any) -> Any:
    return (
        {key: _as_list(part) for key, part in value.items()} if isinstance(value, dict) else value
    )


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _functional(value: Any) -> Any:
    return {True: "from", False: None}.get(value, value) if isinstance(value, bool) else value


class GraphFile(OfOrigin):
    """A table of the graph."""

    file: Text
    sheet: Text | None = None
    encoding: Text = "auto"


class WorkColumns(Section):
    """Headings of the table of works; genres and regions may hold several, with separators."""

    id: Text
    title: Text | None = None
    date: Text | None = None
    genres: Text | None = None
    regions: Text | None = None
    takings: Text | None = None
    rating: Text | None = None
    votes: Text | None = None


class Works(GraphFile):
    """One line per work; with ``work_separators`` a cell holds several ids, and as many titles."""

    columns: WorkColumns
    work_separators: tuple[Text, ...] = ()


class RoleColumns(Section):
    """Headings of a table of roles; ``entity`` holds names, or ids if there is no ``entity_id``."""

    work: Text
    entity: Text | None = None
    entity_id: Text | None = None
    relation: Text | None = None
    position: Text | None = None


class Roles(GraphFile):
    """Who did what in which work.

    Long: one line per role, with the columns ``entity`` and ``relation``; with ``separators`` a
    cell holds several. Wide: ``wide`` names for each column with people the relation they stand in
    (``导演: directed``), or several, of which the ``id_prefix`` chooses; a cell holds names between
    separators, a JSON list, or a JSON map of id to name. ``names``: the column holds ids, and this
    one as many names.

    Examples
    --------
    >>> Roles(file="a.csv", columns={"work": "id"}, wide={"导演": "directed"}).is_wide
    True
    """

    columns: RoleColumns
    wide: Annotated[dict[Text, tuple[Code, ...]], BeforeValidator(_several)] = Field(
        default_factory=dict
    )
    names: dict[Text, Text] = Field(default_factory=dict)
    separators: tuple[Text, ...] | None = None
    work_separators: tuple[Text, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether columns stand for relations."""
        return bool(self.wide)

    @property
    def entity_separators(self) -> tuple[str, ...]:
        """What stands between names; nothing in a long table that does not say so."""
        if self.separators is not None:
            return self.separators
        return ("/", "、", ",", "|", ";") if self.is_wide else ()

    @model_validator(mode="after")
    def _is_long_or_wide(self) -> "Roles":
        long = self.columns.entity is not None
        if long == self.is_wide:
            raise ValueError(LONG_OR_WIDE())
        if long and self.columns.relation is None:
            raise ValueError(NEED_RELATION_COLUMN())
        if set(self.names) - set(self.wide):
            raise ValueError(NAMES_ARE_OF_WIDE())
        return self


class EntityColumns(Section):
    """Headings of the table of people and institutions."""

    id: Text
    name: Text
    kind: Text | None = None
    aliases: Text | None = None
    region: Text | None = None
    born: Text | None = None
    died: Text | None = None


class Entities(GraphFile):
    """One line per person or institution; ``born`` and ``died`` also mean founded and closed."""

    columns: EntityColumns
    separators: tuple[Text, ...] = ("/", "、", "|", ";")


class Relation(Section):
    """A relation from entities of one kind to works, or to entities of another kind.

    ``is_functional``: ``from`` (or true) when what stands first has one at most, ``to`` when what
    stands last has one. ``inverse_of`` names the relation that says the same the other way round.
    ``id_prefix`` is how ids of what stands in it begin, where one column holds several kinds.
    """

    code: Code
    name: Name | None = None
    from_: Annotated[Code, Field(alias="from")] = "person"
    to: Code = WORK
    is_functional: Annotated[Literal["from", "to"] | None, BeforeValidator(_functional)] = None
    inverse_of: Code | None = None
    id_prefix: Text | None = None


class GraphLayer(Section):
    """Entities linked by the works they share: of ``one_end``, with each other or ``other_end``."""

    code: Code
    name: Name | None = None
    one_end: Annotated[tuple[Code, ...], Field(min_length=1)]
    other_end: tuple[Code, ...] = ()


class TripleColumns(Section):
    """Headings of a table of triples, or numbers of its columns when it has no heading.

    Ends are codes, or names that one entity has.
    """

    head: Text | Position
    relation: Text | Position
    tail: Text | Position
    date: Text | Position | None = None
    is_true: Text | Position | None = None

    @model_validator(mode="after")
    def _all_alike(self) -> "TripleColumns":
        if len({type(place) for place in self.model_dump().values() if place is not None}) > 1:
            raise ValueError(HEADINGS_OR_NUMBERS())
        return self


class TripleFile(GraphFile):
    """Triples to learn from, to judge, or that people have judged; ``are_true``: all of them."""

    columns: TripleColumns
    are_true: bool | None = None


class EraseColumns(Section):
    """Headings of a table of requests; ``entity`` holds ids, or names that one entity has."""

    entity: Text
    requested_at: Text | None = None


class EraseFile(GraphFile):
    """Entities that asked to be erased: nothing about them is loaded (``wenmai erase``)."""

    columns: EraseColumns


class Graph(Section):
    """A graph of works, people and institutions; ``null`` means the project's default (dbt vars).

    ``triples`` are further facts, ``candidates`` triples to judge, ``labels`` triples that people
    called true or false.

    Examples
    --------
    >>> roles = {"file": "r.csv", "columns": {"work": "w"}, "wide": {"导演": "directed"}}
    >>> graph = Graph(roles=roles, relations=[{"code": "directed"}])
    >>> len(graph.roles), graph.relations[0].from_
    (1, 'person')
    """

    works: Works | None = None
    roles: Annotated[tuple[Roles, ...], BeforeValidator(_listed)] = ()
    entities: Entities | None = None
    triples: Annotated[tuple[TripleFile, ...], BeforeValidator(_listed)] = ()
    candidates: Annotated[tuple[TripleFile, ...], BeforeValidator(_listed)] = ()
    labels: Annotated[tuple[TripleFile, ...], BeforeValidator(_listed)] = ()
    erase: Annotated[tuple[EraseFile, ...], BeforeValidator(_listed)] = ()
    relations: Annotated[tuple[Relation, ...], Field(min_length=1)]
    layers: tuple[GraphLayer, ...] = ()
    methods: tuple[Method, ...] | None = None
    half_life_years: Annotated[float, Field(gt=0, le=100)] | None = None
    credit_share: Literal["position", "equal"] | None = None
    rating_shrinkage: Annotated[float, Field(ge=0)] | None = None
    valid_share: Share | None = None
    test_share: Share | None = None
    context_share: Annotated[float, Field(ge=0, le=1)] | None = None
    suspicious_quantile: Annotated[float, Field(ge=0, lt=0.5)] | None = None
    grace_years: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None
    n_factors: Annotated[int, Field(strict=True, ge=2, le=1024)] | None = None
    steps: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] | None = None

    @model_validator(mode="after")
    def _has_facts(self) -> "Graph":
        if not self.roles and not self.triples:
            raise ValueError(NEED_ROLES_OR_TRIPLES())
        if self.n_factors is not None and self.n_factors % 2:
            raise ValueError(N_FACTORS_NOT_EVEN())
        for table in self.labels:
            if (table.columns.is_true is None) == (table.are_true is None):
                raise ValueError(NEED_IS_TRUE())
        return self

    @property
    def files(self) -> tuple[tuple[tuple[str | int, ...], GraphFile], ...]:
        """Every table with its place in the section."""
        single: list[tuple[tuple[str | int, ...], GraphFile]] = [
            ((key,), table) for key in ("works", "entities") if (table := getattr(self, key))
        ]
        several = [
            ((key, n), table)
            for key in ("triples", "candidates", "labels", "roles", "erase")
            for n, table in enumerate(getattr(self, key))
        ]
        return (*single, *several)


class GraphSections(Section):
    """What study.yml may say about a graph."""

    graph: Graph | None = None
