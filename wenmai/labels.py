"""What columns and codes are called in both languages.

The labels of columns stand in the catalogue, ``seeds/words/python/columns.csv``, under
``columns.<column>``, or ``columns.<table>.<column>`` where one table calls it otherwise; names of
codes under ``codes.``. Atlas, workbooks and Superset read them there.
"""

from collections.abc import Mapping

from wenmai.sentences import catalogue


def code_name(code: str) -> Mapping[str, str]:
    """Return what a code is called in both languages; one without a name stands for itself.

    Examples
    --------
    >>> dict(code_name("core_hub")), code_name("two_lane")["en"]
    ({'zh': '核心枢纽', 'en': 'core hub'}, 'two lane')
    """
    known = catalogue().get(f"codes.{code}")
    return known or {"zh": code, "en": code.replace("_", " ")}


def label(column: str, table: str = "") -> Mapping[str, str]:
    """Return what a column is called in both languages.

    Parameters
    ----------
    column : str
    table : str
        Without its schema; the label of this table goes before the one for all.

    Returns
    -------
    mapping
        Language → label.

    Raises
    ------
    KeyError
        When the catalogue has no label.

    Examples
    --------
    >>> label("value")["zh"], label("value", "fct_impulse_responses")["zh"]
    ('值', '响应值')
    """
    known = catalogue()
    return known.get(f"columns.{table}.{column}") or known[f"columns.{column}"]
