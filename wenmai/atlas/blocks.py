"""What a page is made of: charts and tables over the answer to one question each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from typing import Any

from wenmai.labels import code_name, label
from wenmai.sentences import LANGUAGES, Said

Option = dict[str, Any]


def both(zh: str, en: str) -> dict[str, str]:
    """Return a text in both languages; the browser shows the one that is chosen.

    Examples
    --------
    >>> both("得分", "Score")
    {'zh': '得分', 'en': 'Score'}
    """
    return {"zh": zh, "en": en}


def spoken(*sentences: Said) -> dict[str, str]:
    """Return sentences of the catalogue in both languages.

    Examples
    --------
    >>> from wenmai.sentences import list_of
    >>> spoken(list_of(["a", "b"]))
    {'zh': 'a、b', 'en': 'a and b'}
    """
    return both(
        "".join(said.text("zh") for said in sentences),
        " ".join(said.text("en") for said in sentences),
    )


def ended(text: str, language: str) -> str:
    """Return a title as a sentence of a paragraph.

    Examples
    --------
    >>> ended("大连市领先", "zh"), ended("Dalian leads", "en"), ended("Yes.", "en")
    ('大连市领先。', 'Dalian leads.', 'Yes.')
    """
    return text if text.endswith(("。", ".")) else text + ("。" if language == "zh" else ".")


def paragraph(*titles: Mapping[str, str]) -> dict[str, str]:
    """Return titles as the sentences of one paragraph, in both languages.

    Examples
    --------
    >>> paragraph(both("甲领先", "A leads"), both("乙上升", "B rises"))
    {'zh': '甲领先。乙上升。', 'en': 'A leads. B rises.'}
    """
    said = {to: [ended(title[to], to) for title in titles] for to in LANGUAGES}
    return both("".join(said["zh"]), " ".join(said["en"]))


def chosen(chooser: str) -> dict[str, str]:
    """Return a place in an option or filter that holds what the reader chose.

    Examples
    --------
    >>> chosen("unit")
    {'chosen': 'unit'}
    """
    return {"chosen": chooser}


SAID = both("said_zh", "said_en")
"""Columns of a sentence about the rows that are shown, as `Answer.saying` adds them."""


@dataclass(frozen=True)
class Answer:
    """The rows that a query gave.

    Parameters
    ----------
    sql : str
        The query, ready to run on the serving file.
    columns : tuple of str
    rows : list of tuple
        Values that JSON can hold.
    """

    sql: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def column(self, name: str) -> list[Any]:
        """Return one column.

        Examples
        --------
        >>> Answer("select 1 as a", ("a",), [(1,)]).column("a")
        [1]
        """
        position = self.columns.index(name)
        return [row[position] for row in self.rows]

    def combinations(self, *names: str) -> list[tuple[Any, ...]]:
        """Return the values that these columns have together, each once, in order of appearance.

        Examples
        --------
        >>> Answer("…", ("zh", "en", "n"), [("沈阳", "Shenyang", 1), ("沈阳", "Shenyang", 2)]
        ... ).combinations("zh", "en")
        [('沈阳', 'Shenyang')]
        """
        return list(dict.fromkeys(zip(*map(self.column, names), strict=True)))

    def having(self, columns: Mapping[str, Sequence[Any]]) -> "Answer":
        """Return it with columns that were not asked for but computed from it.

        Examples
        --------
        >>> Answer("select 1 as a", ("a",), [(1,)]).having({"b": [2]}).rows
        [(1, 2)]
        """
        added = zip(*columns.values(), strict=True)
        rows = [(*row, *more) for row, more in zip(self.rows, added, strict=True)]
        return Answer(self.sql, (*self.columns, *columns), rows)

    def saying(
        self,
        by: Sequence[str],
        say: Callable[[list[dict[str, Any]]], Sequence[Said]],
        column: str = "said",
        first: int | None = None,
    ) -> "Answer":
        """Return it with ``said_zh`` and ``said_en``: what is said of the rows alike in ``by``.

        ``first`` gives only so many of these rows to ``say``.

        Examples
        --------
        >>> from wenmai.sentences import list_of
        >>> answer = Answer("…", ("kind", "term"), [("a", "x"), ("b", "z"), ("a", "y")])
        >>> answer.saying(["kind"], lambda rows: [list_of([row["term"] for row in rows])]
        ... ).column("said_en")
        ['x and y', 'z', 'x and y']
        """
        at = [self.columns.index(name) for name in by]
        keys = [tuple(row[place] for place in at) for row in self.rows]
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for key, row in zip(keys, self.rows, strict=True):
            group = groups.setdefault(key, [])
            if first is None or len(group) < first:
                group.append(dict(zip(self.columns, row, strict=True)))
        said = {key: spoken(*say(rows)) for key, rows in groups.items()}
        return self.having({f"{column}_{to}": [said[key][to] for key in keys] for to in LANGUAGES})

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as mappings.

        Examples
        --------
        >>> Answer("select 1 as a", ("a",), [(1,)]).records()
        [{'a': 1}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Chooser:
    """A list from which the reader chooses; blocks of a page that name the same code move together.

    Parameters
    ----------
    code : str
        What ``chosen`` names.
    label : mapping
        Text in both languages.
    choices : sequence of (value, zh, en)
        The first one is chosen at the start.
    """

    code: str
    label: Mapping[str, str]
    choices: Sequence[tuple[Any, str, str]]

    @classmethod
    def of_values(cls, code: str, label: Mapping[str, str], values: Iterable[Any]) -> "Chooser":
        """Return a list of values that read the same in both languages; each stands once.

        Examples
        --------
        >>> Chooser.of_values("year", both("年份", "Year"), [2024, 2024, 2023]).choices
        [(2024, '2024', '2024'), (2023, '2023', '2023')]
        """
        return cls(
            code, label, [(value, str(value), str(value)) for value in dict.fromkeys(values)]
        )

    @classmethod
    def of_codes(cls, code: str, label: Mapping[str, str], values: Iterable[str]) -> "Chooser":
        """Return a list of codes, called by their names; each stands once.

        Examples
        --------
        >>> Chooser.of_codes("category", both("品类", "Category"), ["all", "茶/杯", "all"]).choices
        [('all', '全部', 'all'), ('茶/杯', '茶/杯', '茶/杯')]
        """
        names = {value: code_name(value) for value in values}
        return cls(code, label, [(value, said["zh"], said["en"]) for value, said in names.items()])

    @classmethod
    def of_years(cls, answer: Answer) -> "Chooser":
        """Return the years of an answer, the last one first.

        Examples
        --------
        >>> Chooser.of_years(Answer("…", ("year",), [(2023,), (2024,), (2023,)])).choices
        [(2024, '2024', '2024'), (2023, '2023', '2023')]
        """
        return cls.of_values("year", label("year"), sorted(answer.column("year"), reverse=True))


@dataclass(frozen=True)
class Column:
    """One column of a table on a page.

    Parameters
    ----------
    name : str
        Column of the answer.
    name_en : str, optional
        Column to show in English, where it differs.
    heading : mapping, optional
        Text in both languages; default the labels of the columns (:mod:`wenmai.labels`).
    of : str
        Table whose own label is meant.
    digits : int, optional
        Digits after the point of a number.
    is_percent : bool
        Shown times 100 with a percent sign.

    Examples
    --------
    >>> Column("unit_name_zh", "unit_name_en").heading
    {'zh': '地区', 'en': 'Unit'}
    """

    name: str
    name_en: str | None = None
    heading: Mapping[str, str] = field(default_factory=dict)
    of: InitVar[str] = ""
    digits: int | None = None
    is_percent: bool = False

    def __post_init__(self, of: str) -> None:
        """Take the label of a column without a heading of its own."""
        if self.heading:
            return
        called = label(self.name, of)
        try:
            in_english = label(self.name_en or self.name, of)["en"]
        except KeyError:  # a name that only the question has
            in_english = called["en"].removesuffix(" (Chinese)")
        object.__setattr__(self, "heading", both(called["zh"], in_english))


@dataclass(frozen=True)
class Way:
    """Where a row leads: a click on its mark, or its name in the table.

    Parameters
    ----------
    href : str
        Address with ``{column}`` where a value of the row goes; one that begins with ``#`` chooses
        something on the same page.
    name : str
        Column of the table that carries the link.

    Examples
    --------
    >>> Way("unit.html#unit={unit_code}", "unit_name_zh").name
    'unit_name_zh'
    """

    href: str
    name: str


@dataclass(frozen=True)
class Block:
    """One picture or table of a page.

    Parameters
    ----------
    code : str
        Unique on its page; names downloads.
    title : mapping
        Text in both languages.
    answer : Answer
        What is shown; offered as CSV.
    option : dict, optional
        ECharts option; ``dataset`` is filled in from the answer by the browser. Texts may be
        ``both(…)``, values ``chosen(…)``, functions ``"fn:name"`` of ``web/atlas.js``.
    columns : sequence of Column
        Shown as a table: below the chart on demand, or by itself.
    note : mapping, optional
        How to read it, in both languages.
    choosers : sequence of Chooser
    where : mapping
        Column → ``chosen(…)``: rows of the table that are shown.
    height : int
        Of the chart, in pixels.
    is_wide : bool
        Whether it takes the whole width.
    is_upright : bool
        A table of one row is shown as a list of its columns.
    is_whole : bool
        A table of which no row is folded away.
    question : mapping, optional
        What the block answers, in both languages: the finding then stands beside the picture.
    ways : sequence of (text in both languages, address)
        Where a reader goes from here.
    opens : sequence of Way
        Where its rows lead, before what every page knows (a unit's page); the first that a row
        has the values for.
    said : mapping, optional
        Columns, in both languages, of a sentence about the first row that is shown.
    parts : sequence of str
        Columns of ``where`` by whose chosen values a large answer is brought in parts.
    kind : str, optional
        ``weights``: sliders of ``web/weights.js``.
    texts : mapping
        What that script says: name to a sentence in both languages, its places left open.
    """

    code: str
    title: Mapping[str, str]
    answer: Answer
    option: Option | None = None
    columns: Sequence[Column] = ()
    note: Mapping[str, str] | None = None
    choosers: Sequence[Chooser] = ()
    where: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    height: int = 380
    is_wide: bool = False
    is_upright: bool = False
    is_whole: bool = False
    question: Mapping[str, str] | None = None
    ways: Sequence[tuple[Mapping[str, str], str]] = ()
    opens: Sequence[Way] = ()
    said: Mapping[str, str] | None = None
    parts: Sequence[str] = ()
    kind: str | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def saying(self, *sentences: Said | None) -> "Block":
        """Return it with a finding as title above what the picture shows; as it is without one.

        Examples
        --------
        >>> from wenmai.sentences import InBoth
        >>> block = Block("b", both("图", "Picture"), Answer("", (), []))
        >>> said = block.saying(InBoth("甲领先", "A leads"))
        >>> said.question["en"], said.title["en"], block.saying(None) is block
        ('Picture', 'A leads', True)
        """
        known = [said for said in sentences if said is not None]
        return replace(self, question=self.title, title=spoken(*known)) if known else self


@dataclass(frozen=True)
class Page:
    """One page of the atlas.

    Parameters
    ----------
    name : str
        File name without ending.
    title : mapping
        Text in both languages.
    lead : mapping
        One or two sentences below the title, in both languages.
    blocks : sequence of Block
    maps : mapping of str to GeoJSON
        Boundaries that options of the page name as ``map``.
    menu : mapping, optional
        What the menu calls the page, where that is not its title.
    is_story : bool
        One answer below the other, each with its words beside its picture.
    """

    name: str
    title: Mapping[str, str]
    lead: Mapping[str, str]
    blocks: Sequence[Block]
    maps: Mapping[str, Any] = field(default_factory=dict)
    menu: Mapping[str, str] | None = None
    is_story: bool = False
