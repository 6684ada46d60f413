"""The section ``networks`` of study.yml: which links to measure, and by which conventions."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from wenmai.kit.origin import OfOrigin
from wenmai.kit.section import Code, Name, Section, Text, Year
from wenmai.sentences import Sentence, list_of

DISTANCES_NEED_TABLE = Sentence("networks.distances_need_table")
NEED_INCOME = Sentence("networks.need_income")
KEYS_OF_A_TABLE = Sentence("networks.keys_of_a_table", "kind")
KEYS_OF_ECONOMIC_DISTANCE = Sentence("networks.keys_of_economic_distance", "kind")
RULE_NEEDS_VALUE = Sentence("networks.rule_needs_value", "rule")
RULE_HAS_NO_VALUE = Sentence("networks.rule_has_no_value", "rule")
QUANTILE_OUT_OF_RANGE = Sentence("networks.quantile_out_of_range")
ENTRY_TWICE = Sentence("networks.entry_twice", "code")
KEY_OF_OTHER_KIND = Sentence("networks.key_of_other_kind", "key", "kind", "kinds")
NEED_MASSES = Sentence("networks.need_masses")
KIND_NEEDS_FILE = Sentence("networks.kind_needs_file", "kind")
LINKS_NEED_COLUMNS = Sentence("networks.links_need_columns")
YEAR_OF_LINKS_MISSING = Sentence("networks.year_of_links_missing")
YEAR_GIVEN_TWICE = Sentence("networks.year_given_twice")
NODES_ARE_UNITS = Sentence("networks.nodes_are_units")
BY_UNIT_NEEDS_NODES = Sentence("networks.by_unit_needs_nodes")

Share = Annotated[float, Field(ge=0, le=1)]
Draws = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Kind = Literal["gravity", "links", "pajek"]
Comparison = Literal[">=", ">"]
# Keys that only networks of one kind have; the others hold for every kind.
OWN_KEYS: dict[Kind, tuple[str, ...]] = {
    "gravity": ("masses", "mass_share", "exponent", "distance"),
    "links": ("file", "sheet", "encoding", "columns", "directed", "nodes", "by_unit", "year"),
    "pajek": (
        *("file", "encoding", "network", "relation", "partition", "directed", "nodes"),
        *("by_unit", "year"),
    ),
}


def _kind_alone(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


def _rule_alone(value: Any) -> Any:
    return {"rule": value} if isinstance(value, str) else value


class Span(Section):
    """First and last year of a network inside the study's years."""

    first: Year | None = None
    last: Year | None = None


class LinkColumns(Section):
    """Headings of a table of links; without ``frequency`` every line counts 1."""

    node_a: Text
    node_b: Text
    frequency: Text | None = None
    period: Text | None = None


class NodeColumns(Section):
    """Headings of a table of nodes; ``node`` holds what the links call it."""

    node: Text
    name: Text | None = None
    city: Text | None = None
    group: Text | None = None


class NodeTable(Section):
    """A table with one line per node: its name, the unit it lies in, a group."""

    file: Text
    columns: NodeColumns
    sheet: Text | None = None
    encoding: Text = "auto"


class DistanceColumns(Section):
    """Headings of a table of distances."""

    unit_a: Text
    unit_b: Text
    distance: Text


class Distance(Section):
    """How far apart two units are.

    ``haversine_km`` is the great circle between their seats. ``table`` reads ``file`` (one line
    per pair; a pair given once holds both ways) in kilometres or minutes. ``economic`` divides the
    great circle by the gap in ``income`` (an indicator per person, or one divided by ``people``);
    a gap below ``gap_floor`` times the year's mean income counts as that much.
    """

    kind: Literal["haversine_km", "table", "economic"]
    file: Text | None = None
    columns: DistanceColumns | None = None
    sheet: Text | None = None
    encoding: Text = "auto"
    measure: Literal["km", "minutes"] = "km"
    income: Code | None = None
    people: Code | None = None
    gap_floor: Annotated[float, Field(gt=0, le=1)] | None = None

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> "Distance":
        if self.kind == "table" and (self.file is None or self.columns is None):
            raise ValueError(DISTANCES_NEED_TABLE())
        if self.kind == "economic" and self.income is None:
            raise ValueError(NEED_INCOME())
        if self.kind != "table" and (self.file or self.columns or self.sheet):
            raise ValueError(KEYS_OF_A_TABLE(kind=self.kind))
        if self.kind != "economic" and (self.income or self.people or self.gap_floor):
            raise ValueError(KEYS_OF_ECONOMIC_DISTANCE(kind=self.kind))
        return self


class Threshold(Section):
    """From which strength on a pair is linked.

    ``row_mean``: the mean strength of a node towards the n − 1 others (without directions a pair
    is linked when it reaches the mean of either end); ``global_mean``: of all pairs;
    ``quantile``: the ``value`` quantile of all strengths; ``absolute``: ``value`` itself.
    """

    rule: Literal["row_mean", "global_mean", "quantile", "absolute"]
    comparison: Comparison | None = None
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _has_its_value(self) -> "Threshold":
        if self.rule in {"quantile", "absolute"} and self.value is None:
            raise ValueError(RULE_NEEDS_VALUE(rule=self.rule))
        if self.rule in {"row_mean", "global_mean"} and self.value is not None:
            raise ValueError(RULE_HAS_NO_VALUE(rule=self.rule))
        if self.rule == "quantile" and self.value is not None and self.value >= 1:
            raise ValueError(QUANTILE_OUT_OF_RANGE())
        return self


class Measures(Section):
    """Conventions and numbers of draws; ``null`` means the project's default (dbt vars)."""

    path_length: Literal["hops", "inverse_strength"] | None = None
    is_weighted: bool | None = None
    closeness_convention: Literal["wasserman_faust", "ucinet"] | None = None
    hub_quantile: Share | None = None
    bridge_quantile: Share | None = None
    edge_quantile: Share | None = None
    null_draws: Draws | None = None
    swaps_per_link: Annotated[float, Field(ge=0, le=1000)] | None = None
    removal_draws: Draws | None = None
    removal_steps: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    bootstrap_draws: Draws | None = None
    threshold_draws: Annotated[int, Field(strict=True, ge=0, le=1001)] | None = None
    permutations: Draws | None = None
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] | None = None


class Network(OfOrigin):
    """One network of the study; which keys it has depends on its kind.

    ``gravity``: strength K·(ΠM_i)^(1/m)·(ΠM_j)^(1/m)/D^b between the study's units, from the
    indicators ``masses``; K is the share of ``mass_share`` (default: the first mass) in the pair's
    sum. ``links``: a table of two nodes and a frequency per line. ``pajek``: a .net or .paj file.

    ``nodes`` is ``units`` where nodes are the study's units, or a table of nodes. ``by_unit`` adds
    the links of nodes up to links of the units they lie in. ``explained_by`` names the networks on
    which a QAP regression of this one is run.

    Examples
    --------
    >>> network = Network(code="culture", kind="gravity", masses=["gdp"], threshold="row_mean")
    >>> network.is_directed, network.distance.kind
    (True, 'haversine_km')
    """

    code: Code
    kind: Kind
    name: Name | None = None
    masses: tuple[Code, ...] = ()
    mass_share: Code | None = None
    exponent: Annotated[float, Field(gt=0, le=10)] | None = None
    distance: Annotated[Distance, BeforeValidator(_kind_alone)] = Distance(kind="haversine_km")
    file: Text | None = None
    sheet: Text | None = None
    encoding: Text = "auto"
    columns: LinkColumns | None = None
    directed: bool | None = None
    nodes: Literal["units"] | NodeTable | None = None
    by_unit: bool = False
    network: Annotated[int, Field(strict=True, ge=1)] | Text | None = None
    relation: Annotated[int, Field(strict=True, ge=0)] | Text | None = None
    partition: Annotated[int, Field(strict=True, ge=1)] | Text | None = None
    year: Year | None = None
    years: Span = Span()
    threshold: Annotated[Threshold, BeforeValidator(_rule_alone)] | None = None
    explained_by: tuple[Code, ...] = ()
    measures: Measures = Measures()

    @property
    def is_directed(self) -> bool:
        """Whether a link has a direction; for Pajek files null means: as the file says."""
        return self.kind == "gravity" or bool(self.directed)

    @property
    def node_table(self) -> NodeTable | None:
        """The table of nodes, if there is one."""
        return self.nodes if isinstance(self.nodes, NodeTable) else None

    @field_validator("masses", "explained_by")
    @classmethod
    def _once(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for position, code in enumerate(codes):
            if code in codes[:position]:
                raise ValueError(ENTRY_TWICE(code=code))
        return codes

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Network":
        own = OWN_KEYS[self.kind]
        foreign = {key for keys in OWN_KEYS.values() for key in keys} - set(own)
        for key in sorted(self.model_fields_set & foreign):
            kinds = list_of([kind for kind, keys in OWN_KEYS.items() if key in keys])
            raise ValueError(KEY_OF_OTHER_KIND(key=key, kinds=kinds, kind=self.kind))
        if self.kind == "gravity":
            if not self.masses:
                raise ValueError(NEED_MASSES())
        elif self.file is None:
            raise ValueError(KIND_NEEDS_FILE(kind=self.kind))
        if self.kind == "links" and self.columns is None:
            raise ValueError(LINKS_NEED_COLUMNS())
        has_period = self.columns is not None and self.columns.period is not None
        if self.kind != "gravity" and not has_period and self.year is None:
            raise ValueError(YEAR_OF_LINKS_MISSING())
        if has_period and self.year is not None:
            raise ValueError(YEAR_GIVEN_TWICE())
        return self

    @model_validator(mode="after")
    def _conventions_fit(self) -> "Network":
        if self.by_unit and self.nodes == "units":
            raise ValueError(NODES_ARE_UNITS())
        if self.by_unit and (self.node_table is None or self.node_table.columns.city is None):
            raise ValueError(BY_UNIT_NEEDS_NODES())
        return self


class NetworkSections(Section):
    """What study.yml may say about networks."""

    networks: tuple[Network, ...] = ()
