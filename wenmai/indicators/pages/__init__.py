"""Pages of the atlas on the index: all units, and one unit."""

from wenmai.indicators.pages.index import index_page
from wenmai.indicators.pages.unit import unit_page

PAGES = (index_page, unit_page)
