"""Write the study.yml of a folder from what its files hold."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from wenmai.inspect import says
from wenmai.inspect.asking import NO_YEAR, OUTSIDE, first_word
from wenmai.inspect.bulletins import BULLETINS_CODE
from wenmai.inspect.doubts import listed
from wenmai.inspect.draft import Draft
from wenmai.inspect.entry import EntryDraft, section_yaml, slug
from wenmai.inspect.other_units import UNITS_FILE
from wenmai.inspect.periods import rule_to_year
from wenmai.inspect.questions import Interview, Question
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.write import flow
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.kit.often_said import LEVELS_OF_UNITS
from wenmai.reference import UnitRegistry
from wenmai.reference.units import OWN
from wenmai.sentences import Said, list_of
from wenmai.studies.load import STUDY_FILE
from wenmai.studies.reference import Reference

# From so many provinces on a study is one of the whole country.
_MANY_PROVINCES = 8
_MOST_EXCLUDED = 6
_COUNTRY = "中国"
SIGNS = {"+": "正向", "-": "负向"}


def study_text(
    name: str,
    drafts: Mapping[str, Draft],
    entries: Sequence[EntryDraft],
    reference: Reference,
    *,
    interview: Interview,
    language: str = "en",
) -> tuple[str, list[Said]]:
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
    interview : Interview
        Takes questions and gives answers.
    language : str
        Of the comments.

    Returns
    -------
    tuple of str and list of Said
        The text, and what is unsure about it.
    """
    doubts: list[Said] = []
    head = says.DRAFT_HEAD(workbook=ANSWERS_FILE).text(language)
    years, please = _years(drafts, entries, doubts), says.QUESTION_MARK().text(language)
    lines = [
        f"# {head}",
        f"code: {slug(name, 'my_study')}",
        f"name: {flow({'zh': name, 'en': name})}  # {says.STUDY_NAME().text(language)}",
        f"years: {flow(years)}" + (f"  # {please}" if UNSTATED in flow(years) else ""),
        *_units(drafts, entries, reference.units, doubts, language),
    ]
    lines += _indicators(drafts, reference, doubts, interview, language)
    text = "\n".join(lines) + "\n"
    for section in ("documents", "networks"):
        text += section_yaml([one for one in entries if one.section == section], language)
    return text, doubts


def _years(
    drafts: Mapping[str, Draft], entries: Sequence[EntryDraft], doubts: list[Said]
) -> dict[str, int | str] | str:
    """Take the years that all tables have; with documents and networks alone, all of theirs."""
    if any(draft.has_no_year for draft in drafts.values()):
        return NO_YEAR
    # what bulletins state of single years narrows no panel
    panels = {code: one for code, one in drafts.items() if code != BULLETINS_CODE} or drafts
    spans = {f"sources/{code}.yml": draft.years for code, draft in panels.items() if draft.years}
    years = set().union(*spans.values()) if spans else set()
    common = set.intersection(*map(set, spans.values())) if spans else set()
    if common and common != years:
        said = [
            says.SPAN(file=file, first=min(span), last=max(span)) for file, span in spans.items()
        ]
        doubts.append(says.YEARS_COMMON(listed=listed(said)))
        years = common
    if not years:
        years = set().union(*(entry.years for entry in entries))
    if not years:
        doubts.append(says.YEARS_ASKED())
        return {"first": UNSTATED, "last": UNSTATED}
    return {"first": min(years), "last": max(years)}


def _units(
    drafts: Mapping[str, Draft],
    entries: Sequence[EntryDraft],
    registry: UnitRegistry,
    doubts: list[Said],
    language: str,
) -> list[str]:
    levels: Counter[str] = Counter(
        draft.mapping.level for draft in drafts.values() if draft.mapping.level
    )
    if len(levels) > 1:
        said = [
            says.IN_FILES(level=LEVELS_OF_UNITS[one](), n=count)
            for one, count in sorted(levels.items())
        ]
        doubts.append(says.LEVELS(listed=listed(said)))
    places = set().union(*(draft.places for draft in drafts.values()))
    if not places:
        places = set().union(*(entry.places for entry in entries))
        known = [registry[code].unit_level for code in places if code in registry]
        levels = levels or Counter(level for level in known if level != "country")
    level = levels.most_common(1)[0][0] if levels else "prefecture"
    if any(unit.unit_level == OWN for unit in registry.units.values()):
        return [f"units: {{table: {UNITS_FILE}}}"]
    if "CHN" in registry:
        return ["units:", "  kind: countries", f"  include: {flow(sorted(places))}"]
    lines = ["units:", f"  level: {level}"]
    if level == "country":
        return [*lines, f"  include: [{_COUNTRY}]"]
    provinces = sorted({f"{code[:2]}0000" for code in places} & set(registry.units) - {"000000"})
    if not provinces or len(provinces) >= _MANY_PROVINCES:
        or_some = says.SOME_PROVINCES(names="[吉林省, 辽宁省]").text(language)
        lines.append(f"  within: [{_COUNTRY}]  # {or_some}")
    else:
        key = "include" if level == "province" else "within"
        lines.append(f"  {key}: {flow([registry[code].name_zh for code in provinces])}")
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


def _indicators(
    drafts: Mapping[str, Draft],
    reference: Reference,
    doubts: list[Said],
    interview: Interview,
    language: str,
) -> list[str]:
    """Declare every indicator of the mappings; what the library lacks stays outside the index."""
    givers: dict[str, list[str]] = {}
    named: dict[str, tuple[str, str]] = {}
    periodic: dict[str, dict[str, str]] = {}
    for mapping_code, draft in drafts.items():
        for code in draft.mapping.indicator_codes:
            givers.setdefault(code, []).append(mapping_code)
        for code, said in draft.names.items():
            named.setdefault(code, said)
    for draft in drafts.values():
        for code in draft.mapping.indicator_codes if draft.mapping.has_periods else ():
            periodic[code] = _of_periods(code, draft.growths, named, givers, reference)
    lines = ["indicators:"] if givers else []
    rule = says.RULE_TO_YEAR().text(language)
    for code, mappings in givers.items():
        known = reference.library.get(code)
        if known is not None and code in periodic:
            stated = flow({"code": code, **periodic[code]})
            lines.append(f"  - {stated}  # {known.name_zh}, {known.measure_unit}; {rule}")
        elif known is not None:
            lines.append(f"  - code: {code}  # {known.name_zh}, {known.measure_unit}")
        else:
            label, unit = named.get(code, (code, UNSTATED))
            lines.append(
                _own_indicator(
                    code,
                    label,
                    unit,
                    periodic.get(code, {}),
                    reference=reference,
                    interview=interview,
                    language=language,
                )
            )
        files = [f"sources/{mapping}.yml" for mapping in mappings]
        if len(files) > 1 and len({drafts[one].mapping.file for one in mappings}) > 1:
            doubts.append(says.TWO_GIVERS(code=code, files=list_of(files)))
    return lines


def _of_periods(
    code: str,
    growths: Mapping[str, str],
    named: Mapping[str, tuple[str, str]],
    givers: Collection[str],
    reference: Reference,
) -> dict[str, str]:
    """Say how periods of an indicator become years, or what it is the growth of."""
    known = reference.library.get(code)
    name, unit = named.get(code, ("", ""))
    if code not in growths:
        if known is not None:
            name, unit = known.name_zh, known.measure_unit
        return {"to_year": rule_to_year(name, unit)}
    of = {key: label for key, (label, _) in named.items()}
    of |= {one: label.name_zh for one in givers if (label := reference.library.get(one))}
    stem = code.removesuffix("_growth")
    base = next((one for one in givers if one == stem or of.get(one) == growths[code]), None)
    return {"growth_of": base} if base is not None else {"to_year": "last"}


def _own_indicator(
    code: str,
    label: str,
    unit: str,
    periodic: Mapping[str, str],
    *,
    reference: Reference,
    interview: Interview,
    language: str,
) -> str:
    """Declare an indicator that the library lacks: outside the index until a person says more."""
    measures = reference.measures
    written = measures.get(unit).canonical_unit if measures.known(unit) else UNSTATED
    asked: dict[str, object] = {
        "code": code,
        "name": {"zh": label},
        "unit": written,
        **periodic,
    }
    if "growth_of" in periodic:
        return f"  - {flow({**asked, 'in_index': False})}"
    choices = [f"{OUTSIDE} 不进入指数"]
    for dimension in reference.library.dimensions.values():
        if dimension.dimension_code != "unassigned":
            for sign, name in SIGNS.items():
                choices.append(f"{dimension.dimension_code}{sign} {dimension.name_zh}，{name}")
    question = Question(
        *(STUDY_FILE, "", "index", code),
        asked=says.TAKES_PART(column=f"{label}（{code}）"),
        choices=tuple(choices),
        is_needed=False,
    )
    answer = first_word(interview.ask(question) or "")
    if answer[:-1] in reference.library.dimensions and answer[-1:] in SIGNS:
        direction = "positive" if answer.endswith("+") else "negative"
        return f"  - {flow({**asked, 'dimension': answer[:-1], 'direction': direction})}"
    note = says.OUTSIDE_INDEX().text(language)
    return f"  - {flow({**asked, 'in_index': False})}  # {note}"
