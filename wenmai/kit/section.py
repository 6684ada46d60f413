"""What every section of study.yml is made of: the base class and the kinds of values."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wenmai.kit.steps import per_year, step_of
from wenmai.sentences import Sentence

NO_SUCH_STEP = Sentence("studies.no_such_step", "value")

UnitLevel = Literal["country", "province", "prefecture", "county"]

FIRST_POSSIBLE_YEAR = 1900
LAST_POSSIBLE_YEAR = 2100


def _digits_as_text(value: Any) -> Any:
    """Read an unquoted code (``230000``) as the text it means."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]
UnitName = Annotated[str, BeforeValidator(_digits_as_text), Field(min_length=1)]
Year = Annotated[int, Field(strict=True, ge=FIRST_POSSIBLE_YEAR, le=LAST_POSSIBLE_YEAR)]


def _step(value: Any) -> int:
    """Read 2018Q3 as the step that it is; numbers are years."""
    step = step_of(value) if isinstance(value, str) else None
    if step is None or per_year(step) == 1:
        raise ValueError(NO_SUCH_STEP(value=str(value)))
    return step


Step = Year | Annotated[int, BeforeValidator(_step)]


class Section(BaseModel):
    """A part of study.yml: unknown keys are errors, values do not change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


class Name(Section):
    """A name in Chinese and English; English falls back to Chinese.

    Examples
    --------
    >>> Name(zh="辽宁省").english
    '辽宁省'
    """

    zh: Text
    en: Text | None = None

    @property
    def english(self) -> str:
        """The English name, or the Chinese one when there is none."""
        return self.en or self.zh
