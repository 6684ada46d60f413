"""Tables that differ by a year in the name of their sheet or file: one mapping reads them all."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from wenmai.inspect import says
from wenmai.inspect.drafted import Draft
from wenmai.inspect.write import flow
from wenmai.kit.mapping import mapping_from_text
from wenmai.sentences import first_few

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ANY_SHEET, _ANY_FILE = "????", "[12][0-9][0-9][0-9]"
_YEAR_LINE = re.compile(r"^year: \{value: (\d{4})\}$", re.M)


def pattern_of(name: str, sign: str = _ANY_SHEET) -> str:
    """Return a name with its year left open; the name itself when it holds none, or several.

    Examples
    --------
    >>> pattern_of("2019年"), pattern_of("人口2019", "*"), pattern_of("2019-2020")
    ('????年', '人口*', '2019-2020')
    """
    return _YEAR.sub(sign, name) if len(_YEAR.findall(name)) == 1 else name


def asked_as(file: str, sheet: str, files: Sequence[str], sheets: Sequence[str]) -> tuple[str, str]:
    """Return the names under which columns of a table are asked about, once for all like it.

    Examples
    --------
    >>> asked_as("a.xlsx", "2019年", ["a.xlsx"], ["2019年", "2020年", "说明"])
    ('a.xlsx', '????年')
    """
    kin = Counter(map(pattern_of, files))
    alike = Counter(map(pattern_of, sheets))
    of_file = pattern_of(file) if kin[pattern_of(file)] > 1 else file
    return of_file, pattern_of(sheet) if alike[pattern_of(sheet)] > 1 else sheet


def merged(drafts: Sequence[Draft], sheets: Sequence[str]) -> list[Draft]:
    """Join the drafts of a workbook that differ by the year in the names of their sheets.

    Parameters
    ----------
    drafts : sequence of Draft
        Of one workbook.
    sheets : sequence of str
        All its sheets: a pattern must not take others in.

    Returns
    -------
    list of Draft
        Where the first of each group stood.
    """
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        sheet = str(draft.mapping.sheet or "")
        body = draft.yaml.replace(f"sheet: {flow(sheet)}\n", "sheet:\n", 1)
        groups[_key(draft, sheet, body)].append(draft)
    found = []
    for (pattern, body), group in groups.items():
        taken = [name for name in sheets if fnmatchcase(name, pattern)]
        if len(group) == 1 or len(taken) != len(group):
            found += group
            continue
        text = body.replace("sheet:\n", f"sheet: {flow(pattern)}\n", 1)
        found.append(_joined(group, text, [str(one.mapping.sheet) for one in group]))
    return found


def merged_files(drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """Join the drafts of files that differ by the year in their names, under the first's code."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, draft in drafts.items():
        file = draft.mapping.file
        body = draft.yaml.replace(f"file: {flow(file)}\n", "file:\n", 1)
        groups[_key(draft, file, body)].append(code)
    found = {}
    for (_, body), codes in groups.items():
        group = [drafts[code] for code in codes]
        if len(group) == 1:
            found[codes[0]] = group[0]
            continue
        files = [draft.mapping.file for draft in group]
        text = body.replace("file:\n", f"file: {flow(pattern_of(files[0], _ANY_FILE))}\n", 1)
        found[pattern_code(codes[0])] = _joined(group, text, files)
    return found


def pattern_code(code: str) -> str:
    """Return the code of a mapping without the year that its file has.

    Examples
    --------
    >>> pattern_code("renkou_2019"), pattern_code("2019")
    ('renkou', 'tables')
    """
    return re.sub(r"_*(?:19|20)\d{2}", "", code).strip("_") or "tables"


def _key(draft: Draft, name: str, body: str) -> tuple[str, str]:
    """Return what drafts of one shape share: the name without its year, and all other keys."""
    year, said = _YEAR.findall(name), _YEAR_LINE.search(body)
    if len(year) != 1:
        return name, draft.yaml
    if said is None:
        # years stand in the table itself
        return (pattern_of(name), body) if "year: {value" not in body else (name, draft.yaml)
    if said[1] != year[0]:
        return name, draft.yaml
    return pattern_of(name), _YEAR_LINE.sub("year: {from_name: true}", body)


def _joined(group: Sequence[Draft], text: str, names: Sequence[str]) -> Draft:
    first = group[0]
    understood = (*first.understood, says.SAME_SHAPE(sheets=first_few(names[1:])))
    # the mapping says now where every year is taken from
    taken = {says.YEAR_TAKEN(year=year) for draft in group for year in draft.years}
    doubts = tuple(
        dict.fromkeys(doubt for draft in group for doubt in draft.doubts if doubt not in taken)
    )
    return replace(
        first,
        yaml=text,
        mapping=mapping_from_text(text, first.mapping.file, "draft"),
        understood=understood,
        doubts=doubts,
        years=frozenset().union(*(draft.years for draft in group)),
        places=frozenset().union(*(draft.places for draft in group)),
    )
