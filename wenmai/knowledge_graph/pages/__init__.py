"""The pages of a study's graph in the atlas."""

from wenmai.knowledge_graph.pages.entities import graph_entities_page
from wenmai.knowledge_graph.pages.graph import graph_page
from wenmai.knowledge_graph.pages.quality import graph_quality_page

PAGES = (graph_page, graph_entities_page, graph_quality_page)
