"""The pages of the atlas, one module each: what is asked and how the answers are drawn.

A page of the whole warehouse is a function of the warehouse and its studies, a page of a study one
of the warehouse and the study; either returns None when the release has nothing for it. A new page
is a module here and its function in one of the two lists, in the order of the menu.
"""

from collections.abc import Callable, Sequence

from wenmai.atlas.blocks import Page
from wenmai.atlas.pages.econometrics import econometrics_page
from wenmai.atlas.pages.index import index_page
from wenmai.atlas.pages.networks import networks_page
from wenmai.atlas.pages.overview import overview_page
from wenmai.atlas.pages.paths import paths_page
from wenmai.atlas.pages.published import published_page
from wenmai.atlas.pages.quality import quality_page
from wenmai.atlas.pages.text import text_page
from wenmai.atlas.pages.unit import unit_page
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse

WAREHOUSE_PAGES: tuple[Callable[[Warehouse, Sequence[StudyInfo]], Page | None], ...] = (
    overview_page,
    quality_page,
    published_page,
)
STUDY_PAGES: tuple[Callable[[Warehouse, StudyInfo], Page | None], ...] = (
    index_page,
    unit_page,
    paths_page,
    networks_page,
    econometrics_page,
    text_page,
)
