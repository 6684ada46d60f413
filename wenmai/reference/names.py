"""How names are compared: one normal form, the same here and in the SQL macro `name_key`."""

import re
import unicodedata

# zero-width characters come along when names are copied from web pages
_WHITE_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_CODE = re.compile(r"(\d{6})(?:\.0+)?")


def name_key(name: str) -> str:
    r"""Return the form in which names are compared.

    NFKC (full-width becomes half-width), lower case, no white space, no zero-width characters.

    Parameters
    ----------
    name : str
        A name as it stands in a file.

    Returns
    -------
    str

    Examples
    --------
    >>> name_key("  沈 阳 市\u3000")
    '沈阳市'
    >>> name_key("Yanbian Korean") == name_key("ＹＡＮＢＩＡＮ　korean")
    True
    """
    return _WHITE_SPACE.sub("", unicodedata.normalize("NFKC", name)).lower()


def code_of(text: str | None) -> str | None:
    """Return the six-digit code a cell holds, or None.

    Spreadsheets turn codes into numbers, so a trailing ``.0`` is cut.

    Parameters
    ----------
    text : str or None
        The cell.

    Returns
    -------
    str or None

    Examples
    --------
    >>> code_of("210100.0"), code_of(" 210100 "), code_of("2101")
    ('210100', '210100', None)
    """
    found = _CODE.fullmatch(name_key(text)) if text else None
    return found[1] if found else None
