"""What columns are called in both languages: once for all tables, or for one where it differs.

The labels stand in the catalogue, ``seeds/words/python/columns.csv``, under ``columns.<column>`` or
``columns.<table>.<column>``. Atlas, workbooks and Superset read them there.
"""

from collections.abc import Mapping

from wenmai.sentences import catalogue


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
