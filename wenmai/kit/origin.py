"""Where data come from: what a source, a document, a link or an event may say of its origin."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, field_validator, model_validator

from wenmai.kit.section import Section, Text
from wenmai.sentences import Sentence

ORIGIN_EMPTY = Sentence("files.origin_empty")
NO_WEB_ADDRESS = Sentence("files.no_web_address", "url")
NO_DAY = Sentence("files.no_day", "text")
_DAY = re.compile(r"(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Origin(Section):
    """Who published data, under which name, address and licence, and how they are cited.

    ``accessed`` is the day, month or year when they were fetched.

    Examples
    --------
    >>> Origin(publisher="国家统计局", title="中国文化文物和旅游统计年鉴 2023").publisher
    '国家统计局'
    """

    publisher: Text | None = None
    title: Text | None = None
    url: Text | None = None
    licence: Text | None = None
    citation: Text | None = None
    accessed: Annotated[Text, BeforeValidator(str)] | None = None

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        # it becomes a link on pages
        if url is not None and not re.match(r"https?://[^\s<>\"']+$", url):
            raise ValueError(NO_WEB_ADDRESS(url=url))
        return url

    @field_validator("accessed")
    @classmethod
    def _is_a_day(cls, text: str | None) -> str | None:
        if text is not None and not _DAY.fullmatch(text):
            raise ValueError(NO_DAY(text=text))
        return text

    @model_validator(mode="after")
    def _says_something(self) -> "Origin":
        if not any(vars(self).values()):
            raise ValueError(ORIGIN_EMPTY())
        return self


class OfOrigin(Section):
    """A section about files that may say where they come from."""

    origin: Origin | None = None


def of_origin(said: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], OfOrigin]]:
    """Yield every section below a section that may say an origin, with its place.

    Parameters
    ----------
    said : object
        A section, a list of some, or any other value.
    place : tuple of str
        Keys, and positions from 1, that lead to it.

    Yields
    ------
    tuple of str, and OfOrigin
    """
    if isinstance(said, OfOrigin):
        yield place, said
    if isinstance(said, BaseModel):
        for name in type(said).model_fields:
            yield from of_origin(getattr(said, name), (*place, name))
    elif isinstance(said, tuple | list):
        for number, part in enumerate(said, start=1):
            yield from of_origin(part, (*place, str(number)))
