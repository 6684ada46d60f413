"""Write the pages of the atlas from a serving file."""

import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.atlas.blocks import Answer, Block, Column, Page, Way, both
from wenmai.atlas.data import DataFiles, json_of
from wenmai.atlas.made import made_of
from wenmai.atlas.pages import WAREHOUSE_PAGES, study_pages
from wenmai.atlas.studies import StudyInfo, page_of, studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.atlas.words import WORDED, words_of
from wenmai.errors import UnfitStudies, of_study
from wenmai.resources import opened
from wenmai.sentences import Sentence, catalogue, in_both
from wenmai.settings import FINDINGS, Settings
from wenmai.words import SYNTHETIC

if TYPE_CHECKING:
    from markupsafe import Markup

ITS_PAGE = Sentence("errors.its_page", "file")
A_PAGE = Sentence("errors.a_page_of_its_atlas")

WEB = Path(__file__).parent / "web"
ECHARTS = Path("node_modules", "echarts", "dist", "echarts.min.js")
# in the order in which they need each other; rows arrive while ECharts is read
SCRIPTS = (
    "data.js",
    ECHARTS.name,
    "look.js",
    "tables.js",
    "pictures.js",
    "networks.js",
    "weights.js",
    "peers.js",
    "atlas.js",
)
UNIT_PAGE = "unit"
FINDINGS_OF_A_STUDY = 3


@dataclass(frozen=True)
class AtlasPage:
    """A page and the study it speaks of."""

    page: Page
    study: StudyInfo | None

    @property
    def root(self) -> str:
        """The atlas folder, from the page."""
        return "../" if self.study else ""

    @property
    def href(self) -> str:
        """Where it lies, from the atlas folder."""
        return (
            f"{self.study.code}/{self.page.name}.html" if self.study else f"{self.page.name}.html"
        )


def make_atlas(
    serving_file: Path, folder: Path, *, project_dir: Path, settings: Settings | None = None
) -> list[Path]:
    """Write every page of the atlas.

    Parameters
    ----------
    serving_file : Path
        A complete release; opened for reading.
    folder : Path
        Made anew; holds ``index.html`` and works from a file or any web server.
    project_dir : Path
        Where ``make setup`` put ECharts; without it the pages show tables instead of charts.
    settings : Settings, optional
        What DuckDB may take.

    Returns
    -------
    list of Path
        The files written, in order; none when the release holds no studies.

    Raises
    ------
    UnfitStudies
        When pages of some studies cannot be made.

    Examples
    --------
    >>> files = make_atlas(serving_file, Path("atlas"), project_dir=Path())  # doctest: +SKIP
    >>> files[-1]  # doctest: +SKIP
    PosixPath('atlas/northeast/index.html')
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    # every page is HTML: nothing that a file said reaches it unescaped
    templates = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template = templates.get_template("page.html.j2")
    with opened(serving_file, settings) as connection:
        warehouse = Warehouse(connection)
        if not warehouse.holds("marts.dim_studies"):
            return []
        release = warehouse.ask("select any_value(release_id) from quality.published_tables").rows
        reasons: dict[str, str] = {}
        pages = list(_pages(warehouse, reasons))
    studies = {made.study for made in pages if made.study is not None}
    with_units = {made.study for made in pages if made.page.name == UNIT_PAGE}
    files = DataFiles(folder / "data", (made.page for made in pages))
    written = _write_assets(folder / "assets", project_dir)
    (folder / FINDINGS).write_text(json_of(_findings(pages)), encoding="utf-8")
    for made in pages:
        path = folder / made.href
        path.parent.mkdir(parents=True, exist_ok=True)
        with of_study(reasons, made.study.code if made.study else None, ITS_PAGE(file=path.name)):
            data = _data(made, files, studies, with_units)
            text = template.render(
                page=made.page,
                study=made.study,
                here=made.href,
                root=made.root,
                menu=_menu(pages, made),
                own_menu=_own_menu(pages, made),
                release=release[0][0],
                printed=_css_text(made, release[0][0]),
                made_of=made_of,
                scripts=SCRIPTS,
                synthetic=in_both(SYNTHETIC()),
                data=Markup(json_of(data)),
            )
            path.write_text(text, encoding="utf-8")
            written.append(path)
    if reasons:
        raise UnfitStudies(reasons)
    return [*written, *sorted(files.written)]


def _pages(warehouse: Warehouse, reasons: dict[str, str]) -> Iterator[AtlasPage]:
    """Yield the pages that have something to show; note the studies whose pages fail."""
    studies = studies_of(warehouse)
    for make in WAREHOUSE_PAGES:
        if page := make(warehouse, studies):
            yield AtlasPage(page, None)
    for study in studies:
        for make_study in study_pages():
            page = None
            with of_study(reasons, study.code, A_PAGE()):
                page = page_of(make_study, warehouse, study)
            if page:
                yield AtlasPage(page, study)


def _findings(pages: list[AtlasPage]) -> dict[str, list[dict[str, Any]]]:
    """Return by study the first questions that its first page answers, with the answers."""
    firsts = {made.study.code: made.page for made in reversed(pages) if made.study is not None}
    return {
        study: [
            {"question": block.question, "finding": block.title}
            for block in page.blocks
            if block.question
        ][:FINDINGS_OF_A_STUDY]
        for study, page in sorted(firsts.items())
    }


def _menu(pages: list[AtlasPage], here: AtlasPage) -> list[dict[str, Any]]:
    """Return the entries of the menu: the warehouse's pages and the first one of each study."""
    firsts = {made.study: made for made in reversed(pages)}
    entries = [_entry(made, made is here) for made in pages if made.study is None]
    for study, made in reversed(firsts.items()):
        if study is not None:
            title = both(study.name_zh, study.name_en)
            entries.append({**_entry(made, study == here.study), "title": title})
    return entries


def _own_menu(pages: list[AtlasPage], here: AtlasPage) -> list[dict[str, Any]]:
    """Return the entries of the study that a page speaks of; none for the whole warehouse."""
    if here.study is None:
        return []
    return [_entry(made, made is here) for made in pages if made.study == here.study]


def _entry(made: AtlasPage, is_here: bool) -> dict[str, Any]:
    title = made.page.menu or made.page.title
    return {"title": title, "href": made.href, "is_here": is_here}


def _data(
    made: AtlasPage,
    files: DataFiles,
    studies: Collection[StudyInfo],
    with_units: Collection[StudyInfo | None],
) -> dict[str, Any]:
    """Return what the scripts of a page read."""
    page = made.page
    answers = {files.key(block): block for block in page.blocks}
    number = {known: position for position, known in enumerate(answers)}
    return {
        "name": page.name,
        "root": made.root,
        "maps": page.maps,
        "coded": WORDED,
        "words": words_of((block.answer for block in answers.values()), studies),
        "opens": [vars(way) for way in _ways(made, with_units)],
        "answers": [files.described(block) for block in answers.values()],
        "blocks": [{**_block(block), "answer": number[files.key(block)]} for block in page.blocks],
    }


def _ways(made: AtlasPage, with_units: Collection[StudyInfo | None]) -> Iterator[Way]:
    """Yield where rows of any block lead: a unit to its page."""
    if made.study is None:
        yield Way(f"{{study_code}}/{UNIT_PAGE}.html#unit={{unit_code}}", "unit_name_zh")
    elif made.study in with_units:
        page = "" if made.page.name == UNIT_PAGE else f"{UNIT_PAGE}.html"
        yield Way(f"{page}#unit={{unit_code}}", "unit_name_zh")


def _block(block: Block) -> dict[str, Any]:
    return {
        "code": block.code,
        "title": block.title,
        "option": block.option,
        "table": [vars(column) for column in block.columns or _known_columns(block.answer)],
        "choosers": [vars(chooser) for chooser in block.choosers],
        "where": dict(block.where),
        "is_upright": block.is_upright,
        "is_unfolded": block.is_whole,
        "opens": [vars(way) for way in block.opens],
        "said": block.said,
        "kind": block.kind,
        "texts": dict(block.texts),
    }


def _known_columns(answer: Answer) -> Iterator[Column]:
    """Yield the columns that have a name, for the table of a picture that names none itself."""
    for name in answer.columns:
        in_english = name.removesuffix("_zh") + "_en"
        if not name.endswith(("_en", "_code")) and f"columns.{name}" in catalogue():
            yield Column(name, in_english if in_english in answer.columns else None)


def _css_text(made: AtlasPage, release: str) -> "Markup":
    """Return what stands on top of every printed sheet, safe inside a string of a style sheet."""
    from markupsafe import Markup  # noqa: PLC0415

    study = made.study.name_zh if made.study else ""
    parts = dict.fromkeys(("文脉 wenmai", study, made.page.title["zh"], release))
    text = "　".join(part for part in parts if part)
    return Markup("".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text))


def _write_assets(folder: Path, project_dir: Path) -> list[Path]:
    """Copy style and scripts beside the pages."""
    folder.mkdir(parents=True)
    own = [WEB / name for name in ("atlas.css", *SCRIPTS)]
    files = [file for file in (*own, project_dir / ECHARTS) if file.is_file()]
    return [Path(shutil.copyfile(file, folder / file.name)) for file in files]
