"""The page of documents in the atlas, and those of one unit."""

from wenmai.text.pages.documents import documents_of_unit
from wenmai.text.pages.text import text_page

PAGES = (text_page,)
UNIT_BLOCKS = (documents_of_unit,)
