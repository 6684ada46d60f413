"""The registry of methods: what settings, the engine of doubts, docs and tests know of them."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

FAMILIES = {
    "treatment": ("异常值处理", "Treatment of outliers and skew"),
    "imputation": ("缺失值填补", "Imputation"),
    "normalization": ("标准化", "Normalisation"),
    "weighting": ("赋权", "Weighting"),
    "aggregation": ("合成", "Aggregation"),
}


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
        The same as a query on ``cells`` (DuckDB); None where SQL says it badly.
    parts : callable, optional
        Of an aggregation: ``values``, ``weights`` and options → what each member adds to the
        score; None where scores are no sum.
    is_unit : bool
        Whether its values always lie between 0 and 1: only such may be drawn with others.
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
    parts: Callable[..., Any] | None = None
    is_unit: bool = False

    @property
    def options(self) -> Mapping[str, Any]:
        """Options of the method and their defaults; ``inspect.Parameter.empty`` has none."""
        found = inspect.signature(self.compute).parameters.values()
        return {one.name: one.default for one in found if one.kind is one.KEYWORD_ONLY}

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
        For an unknown family, or a code that is taken.
    """
    if family not in FAMILIES or (family, code) in _METHODS:
        raise ValueError(f"{family} {code} is no new method")

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


def _load() -> None:
    """Import the modules beside this one: each registers what it holds."""
    package = __name__.rpartition(".")[0]
    for module in iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
