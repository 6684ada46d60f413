"""Ask the project's macros what an English sentence is in Chinese, without a dbt run."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2

# How a sentence begins that has no Chinese one.
UNTRANSLATED = "（英文）"


def translator(project_dir: Path, *macros: str) -> Callable[[str | None], str | None]:
    """Return what macros of ``macros/values``, one after the other, make of an English sentence.

    Examples
    --------
    >>> translator(project_dir, "network_words_zh")("directions ignored")
    '不计方向'
    """
    folder = project_dir / "macros" / "values"
    files = [folder / "in_chinese.sql", *sorted(folder.glob("*_zh.sql"))]
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    module = environment.from_string(text).module
    query = "select ?::varchar as said"
    for macro in macros:
        query = f"select {getattr(module, macro)('said')} as said from ({query})"

    def said(sentence: str | None) -> str | None:
        (found,) = duckdb.execute(query, [sentence]).fetchone()
        return found

    return said
