"""Write the study.yml of a folder from what its files hold."""

from collections import Counter
from collections.abc import Mapping, Sequence

from wenmai.inspect.draft import Draft
from wenmai.inspect.entry import EntryDraft, section_yaml, slug
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.write import flow
from wenmai.reference import UnitRegistry
from wenmai.studies.reference import Reference

# From so many provinces on a study is one of the whole country.
_MANY_PROVINCES = 8
_MOST_EXCLUDED = 6
_COUNTRY = "中国"


def study_text(
    name: str, drafts: Mapping[str, Draft], entries: Sequence[EntryDraft], reference: Reference
) -> tuple[str, list[str]]:
    """Write study.yml.

    Parameters
    ----------
    name : str
        Of the folder.
    drafts : mapping of str to Draft
        The mappings by their codes.
    entries : sequence of EntryDraft
        Documents and networks.
    reference : Reference
        The indicator library and the units.

    Returns
    -------
    tuple of str and list of str
        The text, and what is unsure about it.
    """
    doubts: list[str] = []
    lines = [
        f"# A draft: every {UNSTATED} is a question; `wenmai check` names those that are left.",
        f"code: {slug(name, 'my_study')}",
        f"name: {flow({'zh': name, 'en': name})}  # how tables and the atlas call it",
        f"years: {_years(drafts, entries, doubts)}",
        *_units(drafts, entries, reference.units, doubts),
    ]
    lines += _indicators(drafts, reference, doubts)
    text = "\n".join(lines) + "\n"
    for section in ("documents", "networks"):
        text += section_yaml([entry for entry in entries if entry.section == section])
    return text, doubts


def _years(drafts: Mapping[str, Draft], entries: Sequence[EntryDraft], doubts: list[str]) -> str:
    """Take the years that all tables have; with documents and networks alone, all of theirs."""
    spans = {f"sources/{code}.yml": draft.years for code, draft in drafts.items() if draft.years}
    years = set().union(*spans.values()) if spans else set()
    common = set.intersection(*map(set, spans.values())) if spans else set()
    if common and common != years:
        said = "; ".join(f"{file} {min(span)}–{max(span)}" for file, span in spans.items())
        doubts.append(f"Its years are those that all tables have; alone they have {said}.")
        years = common
    if not years:
        years = set().union(*(entry.years for entry in entries))
    if not years:
        doubts.append("No file says its years: state first and last.")
        return f"{flow({'first': UNSTATED, 'last': UNSTATED})}  # please state"
    return flow({"first": min(years), "last": max(years)})


def _units(
    drafts: Mapping[str, Draft],
    entries: Sequence[EntryDraft],
    registry: UnitRegistry,
    doubts: list[str],
) -> list[str]:
    levels: Counter[str] = Counter(
        draft.mapping.level for draft in drafts.values() if draft.mapping.level
    )
    if len(levels) > 1:
        said = ", ".join(f"{one} in {count} files" for one, count in sorted(levels.items()))
        doubts.append(f"The tables are of several levels ({said}); a study has one.")
    places = set().union(*(draft.places for draft in drafts.values()))
    if not places:
        places = set().union(*(entry.places for entry in entries))
        known = [registry[code].unit_level for code in places if code in registry]
        levels = levels or Counter(level for level in known if level != "country")
    level = levels.most_common(1)[0][0] if levels else "prefecture"
    lines = ["units:", f"  level: {level}"]
    if level == "country":
        return [*lines, f"  include: [{_COUNTRY}]"]
    provinces = sorted({f"{code[:2]}0000" for code in places} & set(registry.units) - {"000000"})
    if not provinces or len(provinces) >= _MANY_PROVINCES:
        lines.append(f"  within: [{_COUNTRY}]  # or some provinces: [吉林省, 辽宁省]")
    else:
        lines.append(f"  within: {flow([registry[code].name_zh for code in provinces])}")
    if level == "province" and len(provinces) >= _MANY_PROVINCES:
        everywhere = {
            unit.unit_code
            for unit in registry.units.values()
            if unit.unit_level == level and unit.valid_to_year is None
        }
        absent = sorted(everywhere - places)
        if 0 < len(absent) <= _MOST_EXCLUDED:
            lines.append(f"  exclude: {flow([registry[code].name_zh for code in absent])}")
    return lines


def _indicators(drafts: Mapping[str, Draft], reference: Reference, doubts: list[str]) -> list[str]:
    """Declare every indicator of the mappings; what the library lacks becomes questions."""
    givers: dict[str, list[str]] = {}
    named: dict[str, tuple[str, str]] = {}
    for mapping_code, draft in drafts.items():
        for code in draft.mapping.indicator_codes:
            givers.setdefault(code, []).append(mapping_code)
        for value in draft.mapping.values:
            if value.indicator:
                unit = value.unit if isinstance(value.unit, str) else UNSTATED
                named.setdefault(value.indicator, (value.label, unit))
    lines = ["indicators:"] if givers else []
    for code, mappings in givers.items():
        known = reference.library.get(code)
        if known is not None:
            lines.append(f"  - code: {code}  # {known.name_zh}, {known.measure_unit}")
        else:
            label, unit = named.get(code, (code, UNSTATED))
            asked = {"code": code, "name": {"zh": label}, "dimension": UNSTATED}
            lines.append(f"  - {flow({**asked, 'direction': UNSTATED, 'unit': unit})}")
        if len(mappings) > 1:
            files = " and ".join(f"sources/{mapping}.yml" for mapping in mappings)
            doubts.append(
                f"{code} stands in {files}: give the better source the higher priority:, or delete "
                "the line in the other."
            )
    unknown = [code for code in givers if code not in reference.library]
    if unknown:
        doubts.append(
            f"The library does not know {', '.join(unknown)}: answer what is asked about them, or "
            "delete their lines here and in the mapping."
        )
    return lines
