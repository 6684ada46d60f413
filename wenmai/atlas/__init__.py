"""The atlas: static pages that show what a release holds, in Chinese and English, without a server.

``make_atlas`` writes them from a serving file. ``pages/`` holds one module per page: the questions
it asks (SQL) and how the answers are drawn; ``charts`` turns answers into ECharts options; ``web/``
is what runs in the browser.
"""

from wenmai.atlas.make import make_atlas

__all__ = ["make_atlas"]
