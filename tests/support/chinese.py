"""Ask the project's macros what an English sentence is in Chinese, without a dbt run."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2

# How a sentence begins that has no Chinese one.
UNTRANSLATED = "（英文）"


def translator(project_dir: Path, macro: str) -> Callable[[str | None], str | None]:
    """Return what a macro of ``macros/values`` makes of an English sentence.

    Examples
    --------
    >>> translator(project_dir, "network_words_zh")("directions ignored")
    '不计方向'
    """
    folder = project_dir / "macros" / "values"
    texts = [(folder / f"{name}.sql").read_text(encoding="utf-8") for name in ("in_chinese", macro)]
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    module = environment.from_string("".join(texts)).module
    query = f"select {getattr(module, macro)('said')} from (select ?::varchar as said)"

    def said(sentence: str | None) -> str | None:
        (found,) = duckdb.execute(query, [sentence]).fetchone()
        return found

    return said
