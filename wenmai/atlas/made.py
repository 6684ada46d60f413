"""How what a block shows was made, in one line: of each table that it asks, method and name."""

import re

from wenmai.atlas.blocks import Block, both
from wenmai.atlas.texts import WORD
from wenmai.sentences import InBoth, catalogue

_TABLE = re.compile(r"\b((?:marts|quality)\.([a-z_]+))")
_MOST = 3  # the first ones say what it is; the SQL below names them all


def made_of(block: Block) -> dict[str, str]:
    """Return method and source of a block in one line, in both languages.

    The sentences stand in ``seeds/words/python/made.csv`` by the name of the table. What only gives
    names (``dim_…``) is left out where there is more.

    Examples
    --------
    >>> from wenmai.atlas.blocks import Answer
    >>> answer = Answer("select 1 from marts.fct_network_pareto join marts.dim_units", (), [])
    >>> made_of(Block("b", {}, answer))["en"]
    'Method and source: cumulated from the largest (marts.fct_network_pareto)'
    """
    found = dict(_TABLE.findall(block.answer.sql))
    facts = {place: name for place, name in found.items() if not name.startswith("dim_")}
    known = catalogue()
    said = [
        (place, known[f"made.{name}"])
        for place, name in (facts or found).items()
        if f"made.{name}" in known
    ][:_MOST]
    zh = "；".join(f"{words['zh']}（{place}）" for place, words in said)
    en = "; ".join(f"{words['en']} ({place})" for place, words in said)
    return WORD("made", said=InBoth(zh, en)) if said else both("", "")
