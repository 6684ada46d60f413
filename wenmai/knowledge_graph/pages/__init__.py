"""The pages of a study's graph in the atlas."""

from wenmai.knowledge_graph.pages.entities import entities_page
from wenmai.knowledge_graph.pages.graph import graph_page
from wenmai.knowledge_graph.pages.quality import quality_page

PAGES = (graph_page, entities_page, quality_page)
