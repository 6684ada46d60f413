"""What stands in a brief: one page for a leader, about ten for a bureau."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wenmai.atlas.blocks import Block, Column, Page, ended
from wenmai.atlas.pages import pages_named
from wenmai.atlas.reading import Reading
from wenmai.atlas.studies import StudyInfo, studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.atlas.words import CODED
from wenmai.errors import WenmaiError
from wenmai.labels import code_name
from wenmai.report.pictures import draw
from wenmai.sentences import Said, Sentence
from wenmai.words import SYNTHETIC

TITLE = Sentence("report.title", "study")
UNIT_TITLE = Sentence("report.unit_title", "unit", "study")
SUBTITLE = Sentence("report.subtitle", "release", "first_year", "last_year", "n_units")
CUT = Sentence("report.cut", "shown", "n")
METHOD = Sentence("report.method")
HOW_INDEX = Sentence("report.how_index", "n_indicators", "n_dimensions", "scope", "gap")
SCOPES = {
    "pooled": Sentence("report.scope_pooled"),
    "yearly": Sentence("report.scope_yearly"),
}
HOW_SURE = Sentence("report.how_sure", "draws")
SOURCES = Sentence("report.sources")
HOW_SOURCES = Sentence("report.how_sources", "n_files", "n_rows", "n_quarantined")
FILE, LOADED, QUARANTINED = (
    Sentence(f"report.{name}") for name in ("file", "loaded", "quarantined")
)
NO_STUDY = Sentence("report.no_study", "study")
STUDIES = Sentence("report.studies", "names")
NO_INDEX = Sentence("report.no_index", "study")
ASK_CHECK = Sentence("report.ask_check")
NO_UNIT = Sentence("report.no_unit", "study", "unit")
ASK_UNITS = Sentence("report.ask_units")
PICTURE, TABLE = Sentence("report.picture", "n"), Sentence("report.table", "n")
FOOT = Sentence("report.foot", "release")

LEADER, BUREAU = "leader", "bureau"
MOST_ROWS = {LEADER: 5, BUREAU: 15}
TALLEST = {LEADER: 3.6, BUREAU: 6.8}  # pictures, in inches
LONGEST_FINDING = 150  # that is shown as one (web/atlas.js); longer is a note
BLOCKS_OF_A_PAGE = 3  # the first ones say most
# pages that a bureau reads, and what a leader reads of them
PAGES_OF_A_STUDY = ("start", "index", "paths", "networks", "text", "econometrics")
LEADERS_BLOCKS = {"start": ("leads", "moves", "why", "gaps"), "unit": ("standing", "strengths")}


@dataclass(frozen=True)
class Table:
    """A table of a brief, as texts.

    Parameters
    ----------
    head : list of str
    rows : list of list of str
    is_number : list of bool
        By column.
    note : str
        Says where rows were left out; empty otherwise.
    """

    head: list[str]
    rows: list[list[str]]
    is_number: list[bool]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One answer: its question as heading, the finding, how sure it is, a picture, a table.

    Parameters
    ----------
    heading, finding : str
        Either may be empty.
    note : str
    picture : bytes, optional
    table : Table, optional
    level : int
        Of the heading, 1 or 2.
    """

    heading: str
    finding: str = ""
    note: str = ""
    picture: bytes | None = None
    table: Table | None = None
    level: int = 1


@dataclass(frozen=True)
class Brief:
    """A brief in one language.

    Parameters
    ----------
    language : {'zh', 'en'}
    title, subtitle : str
    warning : str
        That the data are synthetic; empty otherwise.
    release : str
    sections : list of Section
    has_captions : bool
        Whether pictures and tables are numbered; on a leader's one page they are not.
    """

    language: str
    title: str
    subtitle: str
    warning: str
    release: str
    sections: list[Section]
    has_captions: bool = True

    def say(self, said: Said) -> str:
        """Return a sentence in the brief's language."""
        return said.text(self.language)


def make_brief(
    warehouse: Warehouse,
    study_code: str,
    *,
    language: str,
    reader: str = LEADER,
    unit: str | None = None,
    picture_kind: str = "png",
) -> Brief:
    """Put a brief together from the pages of the atlas.

    Parameters
    ----------
    warehouse : Warehouse
        Of a release.
    study_code : str
    language : {'zh', 'en'}
    reader : {'leader', 'bureau'}
    unit : str, optional
        Code or name of one unit: a brief about it.
    picture_kind : {'png', 'svg'}

    Returns
    -------
    Brief

    Raises
    ------
    WenmaiError
        When the release has no such study or unit, or the study has no index.
    """
    studies = {study.code: study for study in studies_of(warehouse)}
    if study_code not in studies:
        raise WenmaiError(NO_STUDY(study=study_code), hint=STUDIES(names=", ".join(studies)))
    study = studies[study_code]
    chosen, unit_name = _unit(warehouse, study, unit)
    ((release,),) = warehouse.ask("select any_value(release_id) from quality.published_tables").rows
    name = study.name_zh if language == "zh" else study.name_en
    title = UNIT_TITLE(unit=unit_name[language == "en"], study=name) if unit else TITLE(study=name)
    subtitle = SUBTITLE(
        release=release,
        first_year=study.first_year,
        last_year=study.last_year,
        n_units=study.n_units,
    )
    wanted = ("unit",) if unit else PAGES_OF_A_STUDY if reader == BUREAU else ("start",)
    sections: list[Section] = []
    for page in pages_named(warehouse, study, wanted):
        reading = Reading(page, language, chosen)
        sections += _sections(page, reading, reader, picture_kind)
    if not sections:
        raise WenmaiError(NO_INDEX(study=study_code), hint=ASK_CHECK())
    if reader == BUREAU:
        sections += [_method(warehouse, study, language), _sources(warehouse, study, language)]
    return Brief(
        language,
        title.text(language),
        subtitle.text(language),
        SYNTHETIC().text(language) if study.is_synthetic else "",
        release,
        sections,
        has_captions=reader == BUREAU,
    )


def _unit(
    warehouse: Warehouse, study: StudyInfo, unit: str | None
) -> tuple[dict[str, str], tuple[str, str]]:
    if unit is None:
        return {}, ("", "")
    found = warehouse.ask(
        """
        select distinct units.unit_code, units.unit_name_zh, units.unit_name_en
        from marts.fct_innovation_index as scores
        inner join marts.dim_units as units using (unit_code)
        where
            scores.study_code = {study} and scores.innovation_score is not null
            and {unit} in (
                units.unit_code, units.unit_name_zh, lower(units.unit_name_en), units.unit_name_en
            )
        """,
        study=study.code,
        unit=unit,
    ).rows
    if len(found) != 1:
        raise WenmaiError(NO_UNIT(study=study.code, unit=unit), hint=ASK_UNITS())
    code, zh, en = found[0]
    return {"unit": code}, (zh, en or zh)


def _sections(page: Page, reading: Reading, reader: str, kind: str) -> Iterator[Section]:
    language = reading.language
    if reader == LEADER:
        codes = LEADERS_BLOCKS[page.name]
        blocks = [block for block in page.blocks if block.code in codes]
    else:
        blocks = [block for block in page.blocks if not block.kind]
        if not page.is_story:
            if not page.maps:  # the tiles stand at the beginning already
                blocks = [block for block in blocks if block.code != "map"]
            blocks = blocks[: None if page.name == "unit" else BLOCKS_OF_A_PAGE]
            # of one unit the title says which; "choose a unit" is for the page
            yield Section(page.title[language], note=page.lead[language] * (page.name != "unit"))
    for block in blocks:
        picture = None
        if reader == BUREAU or block.code == "strengths":
            picture = draw(block, reading, kind, TALLEST[reader])
        has_table = bool(block.columns) and (
            picture is None if block.code not in {"leads", "ranking"} else True
        )
        if reader == LEADER:
            has_table = block.code in {"leads", "gaps", "standing"}
        if not (has_table or picture or block.question):
            continue  # a picture that only a browser draws
        heading, finding = block.title[language], _said(block, reading)
        if block.question:
            heading, finding = block.question[language], heading
        note = (block.note or {language: ""})[language]
        notes = [note] if reader == BUREAU or not has_table else []
        if len(finding) * (2 if language == "zh" else 1) > LONGEST_FINDING:
            finding, notes = "", [finding, *notes]
        yield Section(
            heading,
            ended(finding, language) if finding else "",
            ("" if language == "zh" else " ").join(filter(None, notes)),
            picture,
            _table(block, reading, reader) if has_table else None,
            level=1 if page.is_story else 2,
        )


def _said(block: Block, reading: Reading) -> str:
    rows = reading.rows(block) if block.said else []
    return str(rows[0][reading.resolve(block.said)] or "") if rows else ""


def _table(block: Block, reading: Reading, reader: str) -> Table | None:
    rows = reading.rows(block)
    if not rows:
        return None
    language = reading.language
    most = len(rows) if block.code == "ranking" else MOST_ROWS[reader]
    shown = rows[: 1 if block.is_upright else most]
    columns = [  # one that is empty says nothing
        column
        for column in block.columns
        if any(_cell(column, row, language) not in {"–", ""} for row in shown)
    ]
    if block.is_upright:
        lines = [[column.heading[language], _cell(column, rows[0], language)] for column in columns]
        return Table([], lines, [False, False]) if lines else None
    return Table(
        [column.heading[language] for column in columns],
        [[_cell(column, row, language) for column in columns] for row in shown],
        [any(isinstance(row[column.name], int | float) for row in shown) for column in columns],
        CUT(shown=most, n=len(rows)).text(language)
        if len(rows) > most and reader == BUREAU
        else "",
    )


def _cell(column: Column, row: dict[str, Any], language: str) -> str:
    name = column.name_en if language == "en" and column.name_en else column.name
    value = row[name]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else ""
    if column.is_percent:
        blank = "" if language == "zh" else "\u00a0"  # as the atlas does
        return f"{100 * value:.{1 if column.digits is None else column.digits}f}{blank}%"
    if isinstance(value, float):
        digits = column.digits
        text = f"{value:.{digits}f}" if digits is not None else f"{value:.6g}"
        return text.lstrip("-") if float(text) == 0 else text
    return code_name(value)[language] if name in CODED and isinstance(value, str) else str(value)


def _method(warehouse: Warehouse, study: StudyInfo, language: str) -> Section:
    ((scope, gap, n_dimensions),) = warehouse.ask(
        """
        select
            any_value(studies.entropy_scope), any_value(studies.max_gap_years),
            count(distinct indicators.dimension_code)
        from marts.dim_studies as studies
        inner join marts.dim_indicators as indicators using (study_code)
        where study_code = {study} and indicators.is_in_index
        """,
        study=study.code,
    ).rows
    ((draws,),) = warehouse.ask(
        "select max(n_draws) from marts.fct_index_uncertainty where study_code = {study}",
        study=study.code,
    ).rows
    scope_said = SCOPES[scope]() if scope in SCOPES else str(scope)
    texts = [
        HOW_INDEX(
            n_indicators=study.n_indicators, n_dimensions=n_dimensions, scope=scope_said, gap=gap
        )
    ]
    if draws:
        texts.append(HOW_SURE(draws=draws))
    sign = "" if language == "zh" else " "
    return Section(METHOD().text(language), note=sign.join(text.text(language) for text in texts))


def _sources(warehouse: Warehouse, study: StudyInfo, language: str) -> Section:
    rows = warehouse.ask(
        """
        select source_file, sum(rows_loaded)::bigint, sum(rows_quarantined)::bigint
        from quality.fct_source_files
        where study_code = {study}
        group by source_file
        order by 2 desc, source_file
        """,
        study=study.code,
    ).rows
    n_rows, n_bad = (sum(int(row[place] or 0) for row in rows) for place in (1, 2))
    shown = rows[: MOST_ROWS[BUREAU]]
    table = Table(
        [said().text(language) for said in (FILE, LOADED, QUARANTINED)],
        [[str(cell if cell is not None else "–") for cell in row] for row in shown],
        [False, True, True],
        CUT(shown=len(shown), n=len(rows)).text(language) if len(rows) > len(shown) else "",
    )
    text = HOW_SOURCES(n_files=len(rows), n_rows=n_rows, n_quarantined=n_bad)
    return Section(SOURCES().text(language), note=text.text(language), table=table)
