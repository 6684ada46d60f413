"""The pages of the whole warehouse, one module each; those of a study stand in its domains' rooms.

A page of the whole warehouse is a function of the warehouse and its studies, a page of a study one
of the warehouse and the study (``PAGES`` in ``wenmai/<domain>/pages``); either returns None when
the release has nothing for it.
"""

from collections.abc import Callable, Sequence

from wenmai.atlas.blocks import Page
from wenmai.atlas.pages.glossary import glossary_page
from wenmai.atlas.pages.overview import overview_page
from wenmai.atlas.pages.published import published_page
from wenmai.atlas.pages.quality import quality_page
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.domains import from_rooms

WAREHOUSE_PAGES: tuple[Callable[[Warehouse, Sequence[StudyInfo]], Page | None], ...] = (
    overview_page,
    quality_page,
    published_page,
    glossary_page,
)
StudyPage = Callable[[Warehouse, StudyInfo], Page | None]


def study_pages() -> list[StudyPage]:
    """Return the pages of a study in the order of the menu: of each domain, its own."""
    return [page for pages in from_rooms("pages", "PAGES") for page in pages]


def pages_named(warehouse: Warehouse, study: StudyInfo, names: Sequence[str]) -> list[Page]:
    """Return some pages of a study in the order of their names; no other is asked for.

    Parameters
    ----------
    warehouse : Warehouse
    study : StudyInfo
    names : sequence of str
        The page ``index`` is made by ``index_page``.

    Returns
    -------
    list of Page
        Without those for which the study has nothing.
    """
    makers = {make.__name__.removesuffix("_page"): make for make in study_pages()}
    made = (makers[name](warehouse, study) for name in names)
    return [page for page in made if page is not None]
