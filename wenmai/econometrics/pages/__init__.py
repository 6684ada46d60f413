"""The page of regressions, spatial effects and VARs in the atlas."""

from wenmai.econometrics.pages.econometrics import econometrics_page

PAGES = (econometrics_page,)
