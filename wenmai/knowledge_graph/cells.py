"""Read cells that hold several names, years that span two, and names that are none."""

import json
import re
import unicodedata

# Between names people write these, and their full-width forms; NFKC turns those into these.
SEPARATORS = ("/", "、", ",", "|", ";")
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)")
# "more…", "and others", "none": what lists end with when they are cut.
_NO_NAME = re.compile(
    r"^(\?+|更多|等|等等|其他|其它|未知|不详|暂无|无|more|others?|et al|unknown|none|n/?a|-+|—+)"
    r"[.…。\s]*$",
    re.IGNORECASE,
)


def tidy(name: str) -> str:
    """Return a name without double spaces and in compatible characters.

    Examples
    --------
    >>> tidy("  Ａnna　 Li ")
    'Anna Li'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split())


def is_no_name(name: str) -> bool:
    """Return whether a cell's part stands for no one: 更多…, 等, unknown.

    Examples
    --------
    >>> is_no_name("更多…"), is_no_name("等闲"), is_no_name("")
    (True, False, True)
    """
    text = tidy(name)
    return not text or bool(_NO_NAME.match(text))


def names_in(cell: str, separators: tuple[str, ...] = SEPARATORS) -> list[tuple[str | None, str]]:
    """Return the entries of a cell as (id, name), in order, each once.

    Parameters
    ----------
    cell : str
        Names between separators, a JSON list of names, or a JSON map of id to name. The id is
        None where there is none.
    separators : tuple of str
        Those that occur in the cell are used; full-width forms count as the plain ones.

    Examples
    --------
    >>> names_in("周迅／秦昊、更多…")
    [(None, '周迅'), (None, '秦昊'), (None, '更多...')]
    >>> names_in('{"17": "周迅"}')
    [('17', '周迅')]
    """
    text = cell.strip()
    if text[:1] in {"{", "["}:
        found = _from_json(text)
        if found is not None:
            return found
    return _once([(None, part) for part in parts_of(text, separators)])


def parts_of(cell: str, separators: tuple[str, ...]) -> list[str]:
    """Return what stands between separators, repeated parts too.

    Examples
    --------
    >>> parts_of("tt1|tt2|tt1", ("|",)), parts_of("Lee, Ang", ())
    (['tt1', 'tt2', 'tt1'], ['Lee, Ang'])
    """
    plain = unicodedata.normalize("NFKC", cell)
    marks = [unicodedata.normalize("NFKC", mark) for mark in separators]
    pattern = "|".join(re.escape(mark) for mark in marks)
    parts = re.split(pattern, plain) if pattern else [plain]
    return [tidy(part) for part in parts if part.strip()]


def ids_with_names(
    ids: str, names: str, separators: tuple[str, ...] = SEPARATORS
) -> list[tuple[str | None, str]]:
    """Return the entries (id, name) of two cells that hold as many ids as names.

    A name may hold a separator itself (``Davis, Jr.``): the later separators are left out until
    the numbers agree. Where they never do, an id stands for its name; an id that is none (``?``)
    leaves the name alone.

    Examples
    --------
    >>> ids_with_names("nm1|nm2", "Davis, Jr.|Ann", ("|", ","))
    [('nm1', 'Davis, Jr.'), ('nm2', 'Ann')]
    >>> ids_with_names("?|nm2", "Denham|Ann", ("|",)), ids_with_names("nm1,nm2", "Both", (",",))
    ([(None, 'Denham'), ('nm2', 'Ann')], [('nm1', 'nm1'), ('nm2', 'nm2')])
    """
    codes = parts_of(ids, separators)
    for most in range(len(separators), -1, -1):
        called = parts_of(names, separators[:most])
        if len(called) == len(codes):
            break
    else:
        called = codes if codes else parts_of(names, separators)
        codes = codes or ["" for _ in called]
    pairs = zip(codes, called, strict=True)
    return _once([(None if is_no_name(code) else code, name) for code, name in pairs])


def _from_json(text: str) -> list[tuple[str | None, str]] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict | list):
        return None
    if isinstance(value, dict):
        entries: list[tuple[str | None, str]] = [
            (str(code), tidy(str(name))) for code, name in value.items()
        ]
    else:
        entries = [(None, tidy(str(name))) for name in value]
    return _once([(code, name) for code, name in entries if name])


def _once(entries: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    return list(dict.fromkeys(entries))


def year_in(text: str) -> int | None:
    """Return the first year that a date names: the first of 1927/28.

    Examples
    --------
    >>> year_in("2019-09-06"), year_in("1927/28"), year_in("unknown")
    (2019, 1927, None)
    """
    found = _YEAR.search(unicodedata.normalize("NFKC", text))
    return int(found.group()) if found else None
