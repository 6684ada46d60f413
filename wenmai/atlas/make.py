"""Write the pages of the atlas from a serving file."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wenmai.atlas.blocks import Answer, Block, Page, both
from wenmai.atlas.pages import WAREHOUSE_PAGES, study_pages
from wenmai.atlas.studies import StudyInfo, studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.atlas.words import CODED, words_of
from wenmai.errors import UnfitStudies, of_study

WEB = Path(__file__).parent / "web"
ECHARTS = Path("node_modules", "echarts", "dist", "echarts.min.js")
# what could end a script element, or a line in old readers of JSON
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class AtlasPage:
    """A page and the study it speaks of."""

    page: Page
    study: StudyInfo | None

    @property
    def href(self) -> str:
        """Where it lies, from the atlas folder."""
        return (
            f"{self.study.code}/{self.page.name}.html" if self.study else f"{self.page.name}.html"
        )


def make_atlas(serving_file: Path, folder: Path, *, project_dir: Path) -> list[Path]:
    """Write every page of the atlas.

    Parameters
    ----------
    serving_file : Path
        A complete release; opened for reading.
    folder : Path
        Made anew; holds ``index.html`` and works from a file or any web server.
    project_dir : Path
        Where ``make setup`` put ECharts; without it the pages show tables instead of charts.

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
    import duckdb  # noqa: PLC0415
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    # every page is HTML: nothing that a file said reaches it unescaped
    templates = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template = templates.get_template("page.html.j2")
    with duckdb.connect(str(serving_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        warehouse = Warehouse(connection)
        if not warehouse.holds("marts.dim_studies"):
            return []
        release = warehouse.ask("select any_value(release_id) from quality.published_tables").rows
        reasons: dict[str, str] = {}
        pages = list(_pages(warehouse, reasons))
    menu = _menu(pages)
    written = _write_assets(folder / "assets", project_dir)
    for made in pages:
        path = folder / made.href
        path.parent.mkdir(parents=True, exist_ok=True)
        with of_study(reasons, made.study.code if made.study else None, f"Its page {path.name}"):
            text = template.render(
                page=made.page,
                study=made.study,
                here=made.href,
                root="../" if made.study else "",
                menu=menu,
                release=release[0][0],
                data=Markup(_json(made.page)),
            )
            path.write_text(text, encoding="utf-8")
            written.append(path)
    if reasons:
        raise UnfitStudies(reasons)
    return written


def _pages(warehouse: Warehouse, reasons: dict[str, str]) -> Iterator[AtlasPage]:
    """Yield the pages that have something to show; note the studies whose pages fail."""
    studies = studies_of(warehouse)
    for make in WAREHOUSE_PAGES:
        if page := make(warehouse, studies):
            yield AtlasPage(page, None)
    for study in studies:
        for make_study in study_pages():
            page = None
            with of_study(reasons, study.code, "A page of its atlas"):
                page = make_study(warehouse, study)
            if page:
                yield AtlasPage(page, study)


def _menu(pages: list[AtlasPage]) -> list[dict[str, Any]]:
    """Return the entries of the menu: the warehouse's pages, then each study with its own."""
    entries: list[dict[str, Any]] = []
    study = None
    for made in pages:
        if made.study is not None and made.study != study:
            study = made.study
            title = both(study.name_zh, study.name_en)
            entries.append({"is_heading": True, "title": title})
        entries.append(
            {"is_heading": False, "title": made.page.menu or made.page.title, "href": made.href}
        )
    return entries


def _json(page: Page) -> str:
    """Return the data of a page as JSON that may stand inside HTML.

    Blocks often show the same answer, and its names repeat in every row: an answer stands once, by
    column, and so does each word of a column.
    """
    answers: list[Answer] = []
    for block in page.blocks:
        if not any(block.answer is known for known in answers):
            answers.append(block.answer)
    number = {id(answer): position for position, answer in enumerate(answers)}
    said = {
        "name": page.name,
        "maps": page.maps,
        "coded": CODED,
        "words": words_of(answers),
        "answers": [[_packed(answer, name) for name in answer.columns] for answer in answers],
        "blocks": [{**_block(block), "answer": number[id(block.answer)]} for block in page.blocks],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPED)


def _packed(answer: Answer, name: str) -> dict[str, Any]:
    """Return a column: its values, or its words and for every row the number of its word."""
    values = answer.column(name)
    words = dict.fromkeys(value for value in values if isinstance(value, str))
    if not words or 2 * len(words) > len(values):
        return {"name": name, "values": values}
    number = {word: position for position, word in enumerate(words)}
    return {"name": name, "words": list(words), "values": [number.get(value) for value in values]}


def _block(block: Block) -> dict[str, Any]:
    return {
        "code": block.code,
        "option": block.option,
        "table": [asdict(column) for column in block.columns],
        "choosers": [asdict(chooser) for chooser in block.choosers],
        "where": dict(block.where),
        "is_upright": block.is_upright,
        "opens": block.opens,
        "kind": block.kind,
        "texts": dict(block.texts),
    }


def _write_assets(folder: Path, project_dir: Path) -> list[Path]:
    """Copy style and scripts beside the pages."""
    folder.mkdir(parents=True)
    files = [WEB / name for name in ("atlas.css", "pictures.js", "atlas.js", "weights.js")]
    if (script := project_dir / ECHARTS).is_file():
        files.append(script)
    return [Path(shutil.copyfile(file, folder / file.name)) for file in files]
