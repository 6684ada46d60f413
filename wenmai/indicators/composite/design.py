"""What a study designed, complete and checked, as it travels through the warehouse."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

INDEX = "index"  # code of the last level and of its only group


@dataclass(frozen=True)
class Step:
    """One method with its options.

    Parameters
    ----------
    method : str
        Code in the registry.
    options : mapping
        What the method's function takes.
    scope : {'panel', 'per_year'}
        Whether it looks at all periods at once or at each on its own.
    cap : float, optional
        Of weightings: the largest weight of one member.
    of : tuple of Step
        Weightings that a combined one is made of.
    """

    method: str
    options: Mapping[str, Any] = field(default_factory=dict)
    scope: str = "panel"
    cap: float | None = None
    of: tuple["Step", ...] = ()


@dataclass(frozen=True)
class Treated:
    """What is done to one indicator before it is weighed.

    Parameters
    ----------
    normalization : Step
    treatment : Step, optional
        None: winsorised as the study's settings say.
    imputation : Step, optional
        None: interpolated as the study's settings say.
    per : str, optional
        Indicator by which it is divided, value by value.
    scale : float
        By which the quotient is multiplied.
    """

    normalization: Step
    treatment: Step | None = None
    imputation: Step | None = None
    per: str | None = None
    scale: float = 1.0


@dataclass(frozen=True)
class Group:
    """Members that become one score.

    Parameters
    ----------
    code, name_zh, name_en : str
    members : tuple of str
        Codes of the level below: indicators, or groups.
    """

    code: str
    name_zh: str
    name_en: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """A named level of the index.

    Parameters
    ----------
    code, name_zh, name_en : str
    groups : tuple of Group
    weighting, aggregation : Step
        How members weigh in their group, and how they become its score.
    """

    code: str
    name_zh: str
    name_en: str
    groups: tuple[Group, ...]
    weighting: Step
    aggregation: Step


@dataclass(frozen=True)
class Design:
    """An index: its indicators, and its levels from the indicators up to the index itself.

    Parameters
    ----------
    indicators : mapping of str to Treated
    levels : tuple of Level
        The last one has one group, the index.

    Examples
    --------
    >>> top = Level("index", "指数", "Index", (Group("index", "指数", "Index", ("a",)),),
    ...             Step("equal"), Step("arithmetic"))
    >>> design = Design({"a": Treated(Step("minmax"))}, (top,))
    >>> Design.from_json(design.to_json()) == design
    True
    """

    indicators: Mapping[str, Treated]
    levels: tuple[Level, ...]

    def to_json(self) -> str:
        """Return the design as text, the same for the same design."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Design":
        """Read what :meth:`to_json` wrote."""
        said = json.loads(text)
        return cls(
            indicators={code: _treated(one) for code, one in said["indicators"].items()},
            levels=tuple(
                Level(
                    *(one["code"], one["name_zh"], one["name_en"]),
                    tuple(
                        Group(
                            *(group["code"], group["name_zh"], group["name_en"]),
                            tuple(group["members"]),
                        )
                        for group in one["groups"]
                    ),
                    _step(one["weighting"]),
                    _step(one["aggregation"]),
                )
                for one in said["levels"]
            ),
        )


def index_of_p1(indicators: Sequence[str], scope: str, cap: float | None) -> Design:
    """Return the index of P1 as a design: min–max, entropy weights of all, arithmetic mean.

    Parameters
    ----------
    indicators : sequence of str
    scope : {'pooled', 'per_year'}
        Of the entropy weights.
    cap : float, optional
        Largest weight of one indicator.

    Examples
    --------
    >>> index_of_p1(["gdp"], "pooled", None).levels[0].weighting.method
    'entropy'
    """
    group = Group(INDEX, INDEX, INDEX, tuple(indicators))
    weighting = Step("entropy", scope="per_year" if scope == "per_year" else "panel", cap=cap)
    level = Level(INDEX, INDEX, INDEX, (group,), weighting, Step("arithmetic"))
    return Design({code: Treated(Step("minmax")) for code in indicators}, (level,))


def _step(said: Mapping[str, Any]) -> Step:
    of = tuple(_step(one) for one in said["of"])
    return Step(said["method"], said["options"], said["scope"], said["cap"], of)


def _treated(said: Mapping[str, Any]) -> Treated:
    steps = {
        name: None if said[name] is None else _step(said[name])
        for name in ("treatment", "imputation")
    }
    return Treated(_step(said["normalization"]), **steps, per=said["per"], scale=said["scale"])
