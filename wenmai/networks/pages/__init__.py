"""The page of networks in the atlas."""

from wenmai.networks.pages.neighbours import neighbours_of_unit
from wenmai.networks.pages.networks import networks_page

PAGES = (networks_page,)
UNIT_BLOCKS = (neighbours_of_unit,)
