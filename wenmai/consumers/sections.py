"""The sections ``consumers`` and ``consumer_settings`` of study.yml."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wenmai.kit.origin import OfOrigin
from wenmai.kit.problems import did_you_mean
from wenmai.kit.section import Section, Text
from wenmai.sentences import Sentence, after_another

HAVE_NO_FIELD = Sentence("consumers.have_no_field", "name", "role")
NEED_FIELD = Sentence("consumers.need_field", "name", "role")
NEED_KIND = Sentence("consumers.need_kind")
KINDS_NEED_FIELD_KIND = Sentence("consumers.kinds_need_field_kind")
KINDS_ARE_OF_EVENTS = Sentence("consumers.kinds_are_of_events", "role")
RATING_SCALE_WORST_FIRST = Sentence("consumers.rating_scale_worst_first")
NEED_EVENTS_OR_ORDERS = Sentence("consumers.need_events_or_orders")

Role = Literal["events", "items", "creators", "exposures", "prices", "reviews", "changes", "erase"]
Kind = Literal["search", "click", "view", "purchase", "feedback"]
# What each role must name, and may name.
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "events": (
        ("person", "item", "at"),
        ("kind", "dwell_seconds", "quantity", "price", "rating", "session", "instrument"),
    ),
    "items": (
        ("item", "category"),
        ("title", "creator", "cost", "list_price", "text", "expected_rating"),
    ),
    "creators": (("creator", "region"), ("size_band",)),
    "exposures": (
        ("algorithm", "item", "at"),
        ("position", "session", "propensity", "outcome"),
    ),
    "prices": (("item", "seller", "at", "price"), ()),
    "reviews": (("item", "at", "text"), ("rating",)),
    "changes": (("item", "at", "issue"), ("change",)),
    "erase": (("person",), ("requested_at",)),
}


class ConsumerFile(OfOrigin):
    """A file about what people do, in one role.

    ``file`` may be CSV, XLSX, JSON lines, Parquet, or a folder of Parquet files. ``fields`` says
    which column holds what; ``kinds`` translates the file's own words for what people do, and
    ``kind`` says it of all lines (order lines are purchases). ``time_format`` says how its times
    are written (``%m/%d/%y %H:%M``, as of strptime) where they do not begin with the year.

    Examples
    --------
    >>> orders = ConsumerFile(role="events", file="orders.csv", kind="purchase",
    ...                       fields={"person": "会员", "item": "商品", "at": "时间"})
    >>> orders.fields["person"], orders.rating_scale
    ('会员', (1.0, 5.0))
    """

    role: Role
    file: Text
    sheet: Text | None = None
    encoding: Text = "auto"
    fields: dict[str, Text]
    kinds: dict[Text, Kind] = Field(default_factory=dict)
    kind: Kind | None = None
    rating_scale: tuple[float, float] = (1.0, 5.0)
    time_format: Annotated[str, Field(pattern="%[dmyYjbBs]")] | None = None

    @model_validator(mode="after")
    def _fits_its_role(self) -> "ConsumerFile":
        needed, allowed = FIELDS[self.role]
        valid = (*needed, *allowed)
        for name in self.fields:
            if name not in valid:
                missing = HAVE_NO_FIELD(role=self.role, name=name)
                raise ValueError(after_another([missing, did_you_mean(name, valid, "keys")]))
        for name in needed:
            if name not in self.fields:
                raise ValueError(NEED_FIELD(role=self.role, name=name))
        if self.role == "events":
            if ("kind" in self.fields) == (self.kind is not None):
                raise ValueError(NEED_KIND())
            if ("kind" in self.fields) != bool(self.kinds):
                raise ValueError(KINDS_NEED_FIELD_KIND())
        elif self.kinds or self.kind:
            raise ValueError(KINDS_ARE_OF_EVENTS(role=self.role))
        if self.rating_scale[0] >= self.rating_scale[1]:
            raise ValueError(RATING_SCALE_WORST_FIRST())
        return self


class ConsumerSettings(Section):
    """Conventions of the study's consumer tables; ``null`` means the project's default (dbt vars).

    ``sharing`` says who may see what is published, and so how many people must stand behind a
    number: open 20, agreement 5, enclave 3.
    """

    sharing: Literal["open", "agreement", "enclave"] | None = None
    period: Literal["month", "quarter"] | None = None
    half_life_days: Annotated[float, Field(gt=0, le=3650)] | None = None
    retention_months: Annotated[int, Field(strict=True, ge=1, le=600)] | None = None


class ConsumerSections(Section):
    """What study.yml may say about consumers."""

    consumers: tuple[ConsumerFile, ...] = ()
    consumer_settings: ConsumerSettings = ConsumerSettings()

    @model_validator(mode="after")
    def _has_events(self) -> "ConsumerSections":
        if self.consumers and not any(entry.role == "events" for entry in self.consumers):
            raise ValueError(NEED_EVENTS_OR_ORDERS())
        return self
