"""Pages of the atlas on the index: where a reader starts, units, obstacles, months."""

from wenmai.indicators.pages.index import index_page
from wenmai.indicators.pages.obstacles import obstacles_page
from wenmai.indicators.pages.series import series_page
from wenmai.indicators.pages.start import start_page
from wenmai.indicators.pages.summary import summary
from wenmai.indicators.pages.unit import unit_page

PAGES = (start_page, index_page, unit_page, obstacles_page, series_page)
SUMMARY = summary
