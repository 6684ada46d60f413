"""The texts of pages: titles, notes and headings, by their names in the catalogue."""

from wenmai.sentences import PLACE, Sentence, catalogue, in_both


class Texts:
    """The texts of one page, which stand in ``seeds/words/python/pages.csv``.

    Parameters
    ----------
    prefix : str
        What their codes begin with.
    *names : str
        What their codes end with; places are those of the catalogue.

    Raises
    ------
    KeyError
        When the catalogue has no such text, or on a call with another name.

    Examples
    --------
    >>> WORD("share")
    {'zh': '份额', 'en': 'Share'}
    """

    def __init__(self, prefix: str, *names: str) -> None:
        codes = {name: f"{prefix}.{name}" for name in names}
        self._sentences = {
            name: Sentence(code, *PLACE.findall(catalogue()[code]["en"]))
            for name, code in codes.items()
        }

    def __call__(self, name: str, **parts: object) -> dict[str, str]:
        """Return one text in both languages; the browser shows the one that is chosen."""
        return in_both(self._sentences[name](**parts))


WORD = Texts(
    "pages.words",
    *("all_units", "at_glance", "forecast", "from", "index", "indicator", "layer", "network"),
    *("of_an_index", "one_unit", "path", "period", "share", "to", "unit", "value", "weight"),
    *("cut", "made"),
)
"""What several pages say."""
