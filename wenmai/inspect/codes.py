"""Codes for what the indicator library lacks: pinyin of the name, never one code for two things."""

import re

from pypinyin import lazy_pinyin

_LONGEST = 50
_CODE = re.compile(r"^[a-z][a-z0-9_]*$")


def pinyin_code(name: str, otherwise: str = "indicator") -> str:
    """Write a name as a code.

    Parameters
    ----------
    name : str
        In any script.
    otherwise : str
        Stands alone when nothing of the name can be written, and before a leading digit.

    Returns
    -------
    str
        Small letters, digits and underscores, at most 50.

    Examples
    --------
    >>> pinyin_code("男性人口"), pinyin_code("5G 基站数"), pinyin_code("Frogs seen")
    ('nanxingrenkou', 'indicator_5g_jizhanshu', 'frogs_seen')
    """
    letters = "".join(
        f" {''.join(lazy_pinyin(run))} " if run[0] >= "\u4e00" else run
        for run in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", name)
    )
    plain = re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")
    code = plain if _CODE.match(plain) else f"{otherwise}_{plain}".strip("_")
    return code[:_LONGEST].strip("_")


class Codes:
    """Gives every quantity a code of its own, and the same quantity the same one again.

    Parameters
    ----------
    taken : collection of str
        Codes that mean something already: those of the library.

    Examples
    --------
    >>> codes = Codes({"gdp"})
    >>> codes.of("人数", "旅行社"), codes.of("人数", "学校"), codes.of("人数", "旅行社")
    ('renshu', 'renshu_2', 'renshu')
    >>> codes.of("GDP", "a")
    'gdp_2'
    """

    def __init__(self, taken: "frozenset[str] | set[str]" = frozenset()) -> None:
        self._taken = set(taken)
        self._codes: dict[tuple[str, str], str] = {}

    def of(self, name: str, context: str = "") -> str:
        """Return the code of a name in a context, such as the title of its table."""
        key = (name, context)
        if key not in self._codes:
            wanted = code = pinyin_code(name)
            number = 1
            while code in self._taken:
                number += 1
                code = f"{wanted}_{number}"
            self._taken.add(code)
            self._codes[key] = code
        return self._codes[key]
