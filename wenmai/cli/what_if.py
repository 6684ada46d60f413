"""``wenmai what-if``: the index with another value or weight, computed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wenmai.errors import WenmaiError
from wenmai.plain_numbers import finite_number
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from wenmai.settings import Settings

NOTHING = Sentence("cli.what_if_nothing")
SAY_WHAT = Sentence("cli.what_if_say_what")
NO_NUMBER = Sentence("cli.what_if_no_number", "text")
WRITE_NUMBER = Sentence("cli.what_if_write_number")
NO_SUCH = Sentence("cli.what_if_no_such", "name")
LOOK = Sentence("cli.what_if_look")
TITLE = Sentence("cli.what_if_title", "unit", "year")
HEADINGS = tuple(
    Sentence(f"cli.what_if_{name}")
    for name in ("level", "group", "score_before", "score", "rank_before", "rank")
)


def what_if(
    study: Annotated[str, typer.Argument()],
    unit: Annotated[str, typer.Argument()],
    year: Annotated[int, typer.Argument()],
    *,
    value: Annotated[list[str] | None, typer.Option("--value", metavar="CODE=NUMBER")] = None,
    weight: Annotated[list[str] | None, typer.Option("--weight", metavar="CODE=SHARE")] = None,
) -> None:
    """Say what a unit's score and rank would be with other values or weights."""
    from wenmai.cli.console import output, table
    from wenmai.cli.options import settings_for
    from wenmai.indicators.composite.what_if import what_if as computed

    values, weights = _numbers(value), _numbers(weight)
    if not values and not weights:
        raise WenmaiError(NOTHING(), hint=SAY_WHAT())
    design, cells, code = _read(settings_for(), study, unit)
    try:
        found = computed(design, cells, (code, year), values, weights)
    except KeyError as error:
        raise WenmaiError(NO_SUCH(name=str(error.args[0])), hint=LOOK()) from error
    rows = [
        (
            *(one.level_code, one.group_code),
            *(f"{score:.4f}" for score in (one.score_before, one.score)),
            *(str(rank or "–") for rank in (one.rank_before, one.rank)),
        )
        for one in found
    ]
    headings = [str(heading()) for heading in HEADINGS]
    title = TITLE(unit=unit, year=str(year))
    output().print(table(headings, rows, title=title, right=headings[2:]))


def _numbers(said: list[str] | None) -> dict[str, float]:
    """Read CODE=NUMBER."""
    found = {}
    for text in said or []:
        code, _, number = text.partition("=")
        value = finite_number(number)
        if value is None:
            raise WenmaiError(NO_NUMBER(text=text), hint=WRITE_NUMBER())
        found[code.strip()] = value
    return found


def _read(settings: Settings, study: str, unit: str) -> tuple[Any, Any, str]:
    """Return the design of a study, its published cells, and the code of a unit."""
    import duckdb
    import pandas as pd

    from wenmai.indicators.composite.design import index_of_p1
    from wenmai.indicators.composite.studies import cells_of
    from wenmai.indicators.declares import DECLARATION
    from wenmai.studies import load_studies

    (loaded,) = load_studies(settings, only=[study])
    design = DECLARATION.found_in(loaded).design
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        cells = connection.execute(
            "select v.unit_code, v.year, v.indicator_code, i.direction,"
            " u.province_code as area_code, v.raw_value as observed_value, v.imputed_value"
            " from marts.fct_indicator_values as v"
            " join marts.dim_indicators as i using (study_code, indicator_code)"
            " join marts.dim_units as u using (unit_code) where v.study_code = ?",
            [study],
        ).df()
        settings_of = connection.execute(
            "select * from marts.dim_studies where study_code = ?", [study]
        ).df()
        named = connection.execute(
            "select unit_code from marts.dim_units where ? in (unit_code, unit_name_zh,"
            " unit_name_en) and unit_code in (select unit_code from marts.fct_innovation_index"
            " where study_code = ?)",
            [unit, study],
        ).fetchall()
    if not len(settings_of) or not len(cells) or not named:
        raise WenmaiError(NO_SUCH(name=unit if len(cells) else study), hint=LOOK())
    setting = settings_of.to_dict("records")[0]
    if design is None:
        codes = [one.code for one in loaded.indicators if one.is_in_index]
        cap = None if pd.isna(setting["weight_cap"]) else float(setting["weight_cap"])
        design = index_of_p1(codes, setting["entropy_scope"], cap)
    return design, cells_of(cells, setting)[0], str(named[0][0])
