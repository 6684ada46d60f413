"""Names and values written into SQL, for statements that take no parameters.

``attach``, ``copy`` and ``comment on`` take none, a table's name is never one, and a question that
the atlas shows must run as it stands. Wherever DuckDB takes a parameter, use that instead.
"""


def literal(text: str) -> str:
    """Return a text as an SQL literal.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For a text with a NUL character, at which DuckDB would end the statement.

    Examples
    --------
    >>> literal("Daxing'anling")
    "'Daxing''anling'"
    """
    return _between("'", text)


def identifier(*names: str) -> str:
    """Return a name as a quoted SQL identifier; several names are joined by dots.

    Parameters
    ----------
    names : str
        A column, or a table with its schema and the database before it.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For a name with a NUL character, at which DuckDB would end the statement.

    Examples
    --------
    >>> identifier("unit_code")
    '"unit_code"'
    >>> identifier("marts", "dim_units")
    '"marts"."dim_units"'
    """
    return ".".join(_between('"', name) for name in names)


def _between(quote: str, text: str) -> str:
    """Put a text between quotes, doubling those that it holds."""
    if "\0" in text:
        raise ValueError(f"{text!r} holds a NUL character; pass it to DuckDB as a parameter.")
    return quote + text.replace(quote, quote * 2) + quote
