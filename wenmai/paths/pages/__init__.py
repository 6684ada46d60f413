"""The page of paths in the atlas."""

from wenmai.paths.pages.paths import paths_page

PAGES = (paths_page,)
