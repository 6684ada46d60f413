"""The section ``text`` of study.yml: how the documents of a study are compared over time."""

from typing import Annotated

from pydantic import Field

from wenmai.kit.section import Section

Span = Annotated[int, Field(strict=True, ge=1, le=200)]


class TextSettings(Section):
    """Windows of the test for emerging terms; ``null`` means the project's default (dbt vars).

    The recent window ends with the study's last year that has documents, the baseline window with
    the year before the recent one. A study of few documents a year needs longer windows.

    Examples
    --------
    >>> TextSettings(emerging_recent_years=10).emerging_baseline_years is None
    True
    """

    emerging_recent_years: Span | None = None
    emerging_baseline_years: Span | None = None
