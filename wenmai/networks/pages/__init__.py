"""The page of networks in the atlas."""

from wenmai.networks.pages.networks import networks_page

PAGES = (networks_page,)
