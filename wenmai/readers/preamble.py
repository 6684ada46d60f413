"""What the lines above a heading say: ``指标：地区生产总值(亿元)``, ``单位：万元``."""

import re
import unicodedata
from collections.abc import Sequence

from wenmai.readers.lines import Line
from wenmai.readers.text import cell_text
from wenmai.reference import name_key


def preamble_texts(lines: Sequence[Line]) -> dict[str, str]:
    """Collect the labelled texts of a preamble.

    Parameters
    ----------
    lines : sequence of Line
        The lines above the heading.

    Returns
    -------
    dict
        Key of the label → text; the first line of a label counts.

    Examples
    --------
    >>> preamble_texts([["指标：地区生产总值(亿元)"], ["单位：", "万元"]])
    {'指标': '地区生产总值(亿元)', '单位': '万元'}
    """
    found: dict[str, str] = {}
    for line in lines:
        cells = [text for cell in line if (text := cell_text(cell).strip())]
        if not cells:
            continue
        label, colon, rest = unicodedata.normalize("NFKC", cells[0]).partition(":")
        if colon:
            # A comma inside the text has cut it into cells; the original spelling is kept.
            start = re.sub(r"^[^:：]*[:：]\s*", "", cells[0]) if rest else ""
            text = ",".join(part for part in [start, *cells[1:]] if part)
            found.setdefault(name_key(label), text.strip())
    return found


def title_keys(lines: Sequence[Line]) -> frozenset[str]:
    """Return the keys of the lines above a heading, to know them when a page repeats them."""
    keys = (name_key("".join(map(cell_text, line))) for line in lines)
    return frozenset(key for key in keys if key)
