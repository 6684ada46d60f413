"""The registry as a table and as a page: what people read of it."""

import inspect
from collections.abc import Iterator

import pyarrow as pa

from wenmai.indicators.methods.registry import FAMILIES, Method, methods


def method_table() -> pa.Table:
    """Return one row per method, in the order of families and files.

    Examples
    --------
    >>> method_table().column("method_code").to_pylist()[:2]
    ['none', 'quantiles']
    """
    return pa.Table.from_pylist(
        [_row(one) for family in FAMILIES for one in methods(family).values()]
    )


def _row(one: Method) -> dict[str, str | None]:
    return {
        "family_code": one.family,
        "method_code": one.code,
        "method_name_zh": one.name[0],
        "method_name_en": one.name[1],
        "formula": one.formula,
        "source": one.source,
        "options": _options(one) or None,
        "use_zh": one.use[0],
        "use_en": one.use[1],
        "avoid_zh": one.avoid[0],
        "avoid_en": one.avoid[1],
        "sql": one.sql,
        "no_sql_zh": one.no_sql[0] if one.no_sql else None,
        "no_sql_en": one.no_sql[1] if one.no_sql else None,
    }


def _options(one: Method) -> str:
    """Return options with their defaults as study.yml writes them."""
    return ", ".join(
        f"{name}: {'?' if default is inspect.Parameter.empty else _shown(default)}"
        for name, default in one.options.items()
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return "null" if value is None else f"{value:g}" if isinstance(value, float) else f"{value}"


def page(language: str) -> str:
    """Return the page of all methods, one paragraph each.

    Parameters
    ----------
    language : {'zh', 'en'}
    """
    return "\n".join(_lines(0 if language == "zh" else 1)) + "\n"


def _lines(place: int) -> Iterator[str]:
    use, avoid = (("用于", "不宜"), ("When", "When not"))[place]
    source, options, no_sql = (("来源", "选项", "无SQL"), ("Source", "Options", "No SQL"))[place]
    colon, stop = ("：", "。") if place == 0 else (": ", ".")
    for family, names in FAMILIES.items():
        yield f"## {names[place]} (`{family}`)"
        yield ""
        for one in methods(family).values():
            listed = _options(one)
            beside = f" {options}{colon}`{listed}`{stop}" if listed else ""
            if one.no_sql:
                beside += f" {no_sql}{colon}{one.no_sql[place]}"
            yield (
                f"**{one.name[place]}** (`{one.code}`) ${one.formula}$ "
                f"*{use}*{colon}{one.use[place]} *{avoid}*{colon}{one.avoid[place]}{beside} "
                f"{source}{colon}{one.source}{stop}"
            )
            yield ""
