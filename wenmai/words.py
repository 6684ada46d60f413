"""Amounts with their nouns, and what else messages everywhere are made of."""

from wenmai.sentences import Said, Sentence, one_of

# that the data of a study are made up, wherever they are shown
SYNTHETIC = Sentence("report.synthetic")


class Noun:
    """What is counted; its two forms stand in the catalogue as ``nouns.<one>`` and ``….many``.

    Parameters
    ----------
    one : str
        Of one of them, as the code says it.

    Examples
    --------
    >>> str(STUDIES(1)), str(ROWS(1200)), ROWS(1200).text("zh")
    ('1 study', '1,200 rows', '1,200行')
    """

    def __init__(self, one: str) -> None:
        self.one = Sentence(f"nouns.{one}", "n")
        self.many = Sentence(f"nouns.{one}.many", "n")

    def __call__(self, amount: int) -> Said:
        """Return an amount with its noun."""
        return (self.one if amount == 1 else self.many)(n=f"{amount:,}")


CACHES = Noun("cache")
CELLS = Noun("cell")
EARLIER_RELEASES = Noun("earlier_release")
FILES = Noun("file")
FINDINGS = Noun("finding")
LINES = Noun("line")
LINKS = Noun("link")
MORE_PROBLEMS = Noun("more_problem")
NETWORKS = Noun("network")
NODES = Noun("node")
PROBLEMS = Noun("problem")
QUESTIONS = Noun("question")
RECORDS = Noun("record")
REQUESTS = Noun("request")
ROWS = Noun("row")
STUDIES = Noun("study")
TABLES = Noun("table")
WARNINGS = Noun("warning")
DID_YOU_MEAN = Sentence("warehouse.did_you_mean", "names")
QUOTED = Sentence("warehouse.quoted", "name")


def was_it(*names: str) -> Said:
    """Ask whether one of some names was meant.

    Examples
    --------
    >>> str(was_it("gdp")), was_it("gdp", "fdi").text("zh")
    ("Did you mean 'gdp'?", '是否指“gdp”或“fdi”？')
    """
    return DID_YOU_MEAN(names=one_of([QUOTED(name=name) for name in names]))
