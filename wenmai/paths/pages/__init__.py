"""The page of paths in the atlas."""

from wenmai.paths.pages.paths import paths_page
from wenmai.paths.pages.reasons import path_of_unit

PAGES = (paths_page,)
UNIT_BLOCKS = (path_of_unit,)
