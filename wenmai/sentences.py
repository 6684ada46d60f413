"""What the house says to people: a code with parts, whose sentence stands in a catalogue.

The catalogue is ``seeds/words/words_<domain>.csv`` (code, zh, en): Chinese and English side by
side, read here and, as seeds, by SQL; what SQL never says stands in ``seeds/words/python/``. A
sentence has ``{places}``, each filled in with the part of that name. Methods hand over code and
parts, whoever shows them chooses the language; so a sentence is reworded without computing anything
anew. The same is done in SQL by ``macros/engine/messages.sql``.
"""

import csv
import json
import locale
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from wenmai.installed import PACKAGE_DIR, PROJECT_DIR

LANGUAGES = ("zh", "en")
PLACE = re.compile(r"\{([a-z_0-9]+)\}")
SHOWN = 3  # of many names in a row
FOLDER = (PROJECT_DIR or PACKAGE_DIR) / "seeds" / "words"

# every sentence that Python code says, for the test that compares them with the catalogue
declared: dict[str, frozenset[str]] = {}


class Said(str):
    """A sentence with its parts; :class:`Sentence` makes it.

    It *is* its English text, so whoever knows of one language only (logs, exceptions, tests) takes
    it as the text that it is; whoever shows it asks for another language by :meth:`text`.

    Parameters
    ----------
    code : str
    parts : mapping
        Place → what stands there. A part that is itself ``Said`` is said in the same language.

    Examples
    --------
    >>> said = Said("phrases.and", {"names": "a", "name": "b"})
    >>> said, said.text("zh")
    ('a and b', 'a、b')
    """

    code: str
    parts: Mapping[str, "str | int | float"]

    def __new__(cls, code: str, parts: "Mapping[str, str | int | float] | None" = None) -> "Said":
        """Say it in English."""
        self = super().__new__(cls, _in(code, parts or {}, "en"))
        self.code, self.parts = code, dict(parts or {})
        return self

    def __reduce__(self) -> Any:
        """Come out of another process with its parts."""
        return type(self), (self.code, self.parts)

    def text(self, language: str = "en") -> str:
        """Return the sentence in one language.

        Examples
        --------
        >>> list_of(["a", "b"]).text("zh")
        'a、b'
        """
        return _in(self.code, self.parts, language)

    def as_json(self) -> dict[str, object]:
        """Return code and parts for SQL: a part that differs by language is an object of both."""
        parts = {
            place: {language: part.text(language) for language in LANGUAGES}
            if isinstance(part, Said)
            else str(part)
            for place, part in self.parts.items()
        }
        return {"code": self.code, "parts": parts}


class InBoth(Said):
    r"""A text that is put together in each language by itself: the lines of a list.

    Parameters
    ----------
    zh, en : str

    Examples
    --------
    >>> InBoth("一\n二", "one\ntwo").text("zh")
    '一\n二'
    """

    def __new__(cls, zh: str, en: str) -> "InBoth":
        """Take both texts."""
        self = str.__new__(cls, en)
        self.code, self.parts = "", {"zh": zh, "en": en}
        return self

    def __reduce__(self) -> Any:
        """Come out of another process with both texts."""
        return type(self), (self.parts["zh"], self.parts["en"])

    def text(self, language: str = "en") -> str:
        """Return the text in one language."""
        return str(self.parts[language])

    def as_json(self) -> dict[str, object]:
        """Return the texts as the one part of a message that SQL knows."""
        return ONE(name=self).as_json()


def speaking() -> str:
    """Return the language of who sits before the screen: ``zh`` or ``en``.

    ``WENMAI_LANG`` says it, else the locale: LC_ALL, LC_MESSAGES, LANG, and where none of these is
    set (Windows), what the system says.

    Examples
    --------
    >>> import os
    >>> os.environ["WENMAI_LANG"] = "zh_CN"
    >>> speaking()
    'zh'
    """
    given = (os.environ.get(name) for name in ("WENMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((name for name in given if name), None) or locale.getlocale()[0] or ""
    return "zh" if said.lower().startswith(("zh", "chinese")) else "en"


def here(text: str) -> str:
    """Return a text in the language of who sits before the screen (:func:`speaking`)."""
    return in_language(text, speaking())


def several(prefix: str, *names: str) -> dict[str, "Sentence"]:
    """Return sentences without parts by the last word of their codes.

    Examples
    --------
    >>> several("words.of_an_example", "rows")["rows"].code
    'words.of_an_example.rows'
    """
    return {name: Sentence(f"{prefix}.{name}") for name in names}


class Sentence:
    """A sentence of the catalogue that code says, declared once with the parts it needs.

    Parameters
    ----------
    code : str
        Of the catalogue.
    *places : str
        Names of its parts.

    Raises
    ------
    ValueError
        When the code is declared twice.
    TypeError
        On a call with other parts than were declared.

    Examples
    --------
    >>> str(MORE(names="a, b", n=2))
    'a, b and 2 more'
    """

    def __init__(self, code: str, *places: str) -> None:
        if code in declared:
            raise ValueError(f"The sentence {code} is declared twice.")
        self.code, self.places = code, frozenset(places)
        declared[code] = self.places

    def __call__(self, **parts: object) -> Said:
        """Say it with its parts: texts, numbers, and what :func:`str` makes a text of."""
        if parts.keys() != self.places:
            raise TypeError(f"{self.code} needs {sorted(self.places)}, not {sorted(parts)}.")
        return Said(self.code, {place: _plain(part) for place, part in parts.items()})


def in_language(text: str, language: str) -> str:
    """Return a text in a language when it is said in several, else the text as it is.

    Examples
    --------
    >>> in_language(list_of(["a", "b"]), "zh"), in_language("file.csv", "zh")
    ('a、b', 'file.csv')
    """
    return text.text(language) if isinstance(text, Said) else text


def in_both(text: str) -> dict[str, str]:
    """Return a text by language.

    Examples
    --------
    >>> in_both(list_of(["a", "b"]))
    {'zh': 'a、b', 'en': 'a and b'}
    """
    return {language: in_language(text, language) for language in LANGUAGES}


def joined(texts: Iterable[str], between: str = "\n") -> Said:
    """Return texts one after the other, each in the language that is asked for.

    Examples
    --------
    >>> joined([list_of(["a", "b"]), "c"], "; ").text("zh")
    'a、b; c'
    """
    kept = list(texts)
    zh, en = (between.join(in_language(text, each) for text in kept) for each in LANGUAGES)
    return InBoth(zh, en)


def after_another(sentences: Iterable[str]) -> Said:
    """Return sentences one after the other, parted as each language parts them.

    Examples
    --------
    >>> after_another([MORE(names="a", n=2), MORE(names="b", n=3)]).text("zh")
    'a等（另有2个）b等（另有3个）'
    """
    kept = list(sentences)
    zh, en = ([in_language(text, each) for text in kept] for each in LANGUAGES)
    return InBoth("".join(zh), " ".join(en))


def side_by_side(said: Said) -> str:
    """Return a sentence in both languages, for what has one place for both.

    Examples
    --------
    >>> side_by_side(MORE(names="a", n=2))
    'a等（另有2个） · a and 2 more'
    """
    return " · ".join(said.text(language) for language in LANGUAGES)


def _plain(part: object) -> str | int | float:
    """Return a part that other processes can have; of an error what it says."""
    if isinstance(part, str | int | float):
        return part
    if isinstance(part, BaseException) and part.args and isinstance(part.args[0], Said):
        return part.args[0]
    return str(part)


def _in(code: str, parts: Mapping[str, str | int | float], language: str) -> str:
    shown = {
        place: part.text(language) if isinstance(part, Said) else str(part)
        for place, part in parts.items()
    }
    return fill_in(catalogue()[code][language], shown)


def fill_in(template: str, parts: Mapping[str, str]) -> str:
    """Return a sentence with its places filled in; a missing part leaves nothing.

    Examples
    --------
    >>> fill_in("{value} is no {kind}.", {"value": "{kind}", "kind": "number"})
    '{kind} is no number.'
    """
    return PLACE.sub(lambda found: parts.get(found[1], ""), template)


def told(sentences: Iterable[Said]) -> str | None:
    """Return sentences as SQL takes them: a JSON array of codes with parts; None without any.

    Examples
    --------
    >>> told([MORE(names="a", n=2)])
    '[{"code": "phrases.more", "parts": {"names": "a", "n": "2"}}]'
    """
    rows = [sentence.as_json() for sentence in sentences]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def text_of(messages: str | None, language: str = "en") -> str | None:
    """Return what :func:`told` made as text in one language.

    Examples
    --------
    >>> text_of(told([MORE(names="a", n=2)]), "zh")
    'a等（另有2个）'
    """
    return None if messages is None else said_of(messages).text(language)


def said_of(messages: str) -> Said:
    """Return what :func:`told` made as sentences again, one after the other.

    Examples
    --------
    >>> said_of('[{"code": "phrases.more", "parts": {"names": "a", "n": "2"}}]').text("zh")
    'a等（另有2个）'
    """
    said = [
        Said(
            message["code"],
            {
                place: InBoth(**part) if isinstance(part, dict) else part
                for place, part in message["parts"].items()
            },
        )
        for message in json.loads(messages)
    ]
    return said[0] if len(said) == 1 else after_another(said)


def list_of(names: Sequence[str]) -> Said:
    """Return names in a row: all of them, the last two joined by "and" in English.

    Examples
    --------
    >>> str(list_of(["a", "b", "c"]))
    'a, b and c'
    """
    return _joined(names[:-1], AND, names[-1]) if len(names) > 1 else _joined(names)


def one_of(names: Sequence[str]) -> Said:
    """Return names in a row, the last two joined by "or".

    Examples
    --------
    >>> str(one_of(["a", "b", "c"])), one_of(["a", "b"]).text("zh")
    ('a, b or c', 'a或b')
    """
    return _joined(names[:-1], OR, names[-1]) if len(names) > 1 else _joined(names)


def first_few(names: Sequence[str], shown: int = SHOWN) -> Said:
    """Return the first few of many names, and how many more there are.

    Examples
    --------
    >>> first_few(["1", "2", "3", "4", "5"]).text("zh")
    '1、2、3等（另有2个）'
    """
    first = _joined(names[:shown])
    more = len(names) - shown
    return MORE(names=first, n=more) if more > 0 else first


def _joined(names: Sequence[str], link: Sentence | None = None, last: str = "") -> Said:
    row = ONE(name=names[0])
    for name in names[1:]:
        row = NEXT(names=row, name=name)
    return link(names=row, name=last) if link else row


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return code → language → sentence of all files of the catalogue.

    Raises
    ------
    ValueError
        When two rows have the same code.
    """
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(FOLDER.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["code"] in found:
                    raise ValueError(f"{file}: the code {row['code']} stands twice.")
                found[row["code"]] = {language: row[language] for language in LANGUAGES}
    return found


ONE = Sentence("phrases.one", "name")
NEXT = Sentence("phrases.next", "names", "name")
OR = Sentence("phrases.or", "names", "name")
AND = Sentence("phrases.and", "names", "name")
MORE = Sentence("phrases.more", "names", "n")
