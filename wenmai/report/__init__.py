"""The brief of a study: the atlas's findings, pictures and tables as a Word file or a page.

``content`` chooses what a leader or a bureau reads, ``pictures`` draws the charts of the atlas with
matplotlib, ``word`` and ``web`` write the file. Every sentence is the atlas's own.
"""
