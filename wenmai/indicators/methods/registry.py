"""The registry of methods: what settings, the engine of doubts, docs and tests know of them."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import inf
from pkgutil import iter_modules
from typing import Any

FAMILIES = {
    "treatment": ("异常值处理", "Treatment of outliers and skew"),
    "imputation": ("缺失值填补", "Imputation"),
    "normalization": ("标准化", "Normalisation"),
    "weighting": ("赋权", "Weighting"),
    "aggregation": ("合成", "Aggregation"),
}


def anywhere(*members: float, **options: Any) -> tuple[float, float]:
    """Say nothing about the ends of what comes out."""
    return -inf, inf


def unit(*members: float, **options: Any) -> tuple[float, float]:
    """Keep what comes out between 0 and 1."""
    return 0.0, 1.0


def within(lowest: float, highest: float, **options: Any) -> tuple[float, float]:
    """Keep a mean between its members."""
    return lowest, highest


@dataclass(frozen=True)
class Method:
    """One method: its function, and what people and machines must know about it.

    Parameters
    ----------
    family, code : str
        A family of ``FAMILIES``, and the name that study.yml uses.
    name, use, avoid : tuple of (Chinese, English)
        Its name, when to use it, and when not.
    formula, source : str
        In LaTeX, and where it comes from.
    compute : callable
        What it computes; its keyword-only parameters are the options that study.yml may give.
    sql : str, optional
        The same as a query on ``cells`` (DuckDB).
    no_sql : tuple of (Chinese, English), optional
        Why there is no such query; one of the two is given.
    parts : callable, optional
        Of an aggregation: ``values``, ``weights`` and options → what each member adds to the
        score; None where scores are no sum.
    bounds : callable
        Options → the ends between which its values always lie; of an aggregation: the ends of its
        members and options.
    """

    family: str
    code: str
    name: tuple[str, str]
    formula: str
    source: str
    use: tuple[str, str]
    avoid: tuple[str, str]
    compute: Callable[..., Any]
    sql: str | None = None
    no_sql: tuple[str, str] | None = None
    parts: Callable[..., Any] | None = None
    bounds: Callable[..., tuple[float, float]] = anywhere

    @property
    def options(self) -> Mapping[str, Any]:
        """Options of the method and their defaults; ``inspect.Parameter.empty`` has none."""
        found = inspect.signature(self.compute).parameters.values()
        return {one.name: one.default for one in found if one.kind is one.KEYWORD_ONLY}

    @property
    def is_unit(self) -> bool:
        """Whether a normalisation's values lie between 0 and 1: only such are drawn with others."""
        given = {name: at for name, at in self.options.items() if name not in self.needed}
        return self.family == "normalization" and self.bounds(**given) == unit()

    @property
    def needed(self) -> list[str]:
        """Options that have no default."""
        return [name for name, at in self.options.items() if at is inspect.Parameter.empty]


_METHODS: dict[tuple[str, str], Method] = {}


def method(family: str, code: str, **said: Any) -> Callable[[Callable[..., Any]], Any]:
    """Register a function as a method; the other parameters are those of :class:`Method`.

    Raises
    ------
    ValueError
        For an unknown family, a code that is taken, or neither a query nor a reason for none.
    """
    if family not in FAMILIES or (family, code) in _METHODS:
        raise ValueError(f"{family} {code} is no new method")
    if (said.get("sql") is None) == (said.get("no_sql") is None):
        raise ValueError(f"{family} {code} needs sql, or no_sql with a reason")

    def register(compute: Callable[..., Any]) -> Callable[..., Any]:
        _METHODS[family, code] = Method(family, code, compute=compute, **said)
        return compute

    return register


def methods(family: str) -> dict[str, Method]:
    """Return the methods of a family by their codes, in the order of modules and files.

    Examples
    --------
    >>> list(methods("aggregation"))[:2]
    ['arithmetic', 'geometric']
    """
    _load()
    return {code: found for (of, code), found in _METHODS.items() if of == family}


def named(family: str, code: str) -> Method:
    """Return one method; KeyError when there is none."""
    _load()
    return _METHODS[family, code]


@cache
def _load() -> None:
    """Import the modules beside this one: each registers what it holds."""
    package = __name__.rpartition(".")[0]
    for module in iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
