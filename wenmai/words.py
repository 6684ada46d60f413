"""Small phrases that messages everywhere are made of."""


def count(amount: int, one: str, many: str | None = None) -> str:
    """Return an amount with its noun.

    Parameters
    ----------
    amount : int
    one : str
        The noun for one of them.
    many : str, optional
        The noun for several; default ``one`` with an s.

    Returns
    -------
    str

    Examples
    --------
    >>> count(1, "study", "studies"), count(1200, "row")
    ('1 study', '1,200 rows')
    """
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"
