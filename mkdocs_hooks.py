"""Formulas of the site as MathML, which browsers draw themselves: no script is fetched for them."""

import html
import re
from typing import Any

from latex2mathml.converter import convert

FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', flags=re.DOTALL)
DISPLAYED = re.compile(r"^\$\$.+?\$\$$", flags=re.MULTILINE | re.DOTALL)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Let a displayed formula stand alone, as Markdown wants it, also inside a paragraph."""
    return DISPLAYED.sub(r"\n\g<0>\n", markdown)


def on_page_content(content: str, **_: Any) -> str:
    """Draw every formula of a page."""

    def drawn(found: re.Match[str]) -> str:
        # a blank after a backslash is a wide blank in TeX, and not known to the converter
        tex = html.unescape(found[2]).replace("\\ ", "~")
        return convert(tex, display="block" if found[1] == "div" else "inline")

    return FORMULA.sub(drawn, content)
