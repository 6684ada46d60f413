"""The pages of consumers in the atlas."""

from wenmai.consumers.pages.algorithms import audit_page, privacy_page
from wenmai.consumers.pages.demand import demand_page, segments_page, summary
from wenmai.consumers.pages.items import prices_page, quality_loop_page

PAGES = (demand_page, segments_page, prices_page, quality_loop_page, audit_page, privacy_page)
SUMMARY = summary
