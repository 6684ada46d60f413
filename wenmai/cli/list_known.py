"""``wenmai list``: what a study may use by name: indicators, units of measure, dimensions."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.cli.options import AsJson
from wenmai.sentences import Sentence, several, speaking

if TYPE_CHECKING:
    from wenmai.reference import Dimension
    from wenmai.studies.reference import Reference

FOUND_NONE = Sentence("cli.list_none", "word")
OF_INDUSTRIES = several(
    *("cli.industry", "core", "related", "cultural_and_natural_heritage"),
    *("performance_and_celebration", "visual_arts_and_crafts", "books_and_press"),
    *("audio_visual_and_interactive_media", "design_and_creative_services", "tourism"),
    *("sports_and_recreation", "education_and_training", "equipment_and_supporting_materials"),
)
HEADINGS = several(
    "cli.column_of_list",
    *("code", "name", "english", "unit", "dimension", "about", "field", "unesco", "national"),
)


class Known(StrEnum):
    """What can be listed."""

    indicators = "indicators"
    units = "units"
    dimensions = "dimensions"
    industries = "industries"


def list_known(
    what: Annotated[Known, typer.Argument()],
    word: Annotated[str | None, typer.Argument()] = None,
    *,
    json: AsJson = False,
) -> None:
    """List indicators, units of measure, dimensions, or the cultural industries of 2018."""
    from wenmai.cli.console import output, print_rows
    from wenmai.cli.options import settings_for
    from wenmai.studies.reference import Reference

    reference = Reference(settings_for().seeds_dir)
    heads, rows = rows_of(what, word or "", reference)
    if json:
        from wenmai.cli import as_json

        as_json.write([dict(zip(heads, row, strict=True)) for row in rows])
        return
    console = output()
    if not rows:
        console.print(FOUND_NONE(word=word or ""))
        return
    if what is Known.industries:
        rows = [
            (*row[:4], *(OF_INDUSTRIES[code]() if code else "" for code in row[4:])) for row in rows
        ]
    columns = [HEADINGS[head]() for head in heads]
    print_rows(console, columns, rows, keep=[columns[0]])


def _called(dimension: Dimension) -> str:
    return dimension.name_zh if speaking() == "zh" else dimension.name_en


def _about(dimension: Dimension) -> str:
    return dimension.description_zh if speaking() == "zh" else dimension.description


def rows_of(
    what: Known, word: str, reference: Reference
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and rows; a row counts when any of its names has the word in it.

    Parameters
    ----------
    what : Known
    word : str
        Empty for all.
    reference : Reference

    Returns
    -------
    tuple of str and list of tuple
    """
    from wenmai.reference import name_key
    from wenmai.reference.tables import read_seed

    wanted = name_key(word)
    library, measures = reference.library, reference.measures
    listed: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    if what is Known.indicators:
        heads: tuple[str, ...] = ("code", "name", "unit", "dimension", "english")
        listed = [
            (
                (*one.names, one.indicator_code),
                (
                    *(one.indicator_code, one.name_zh, one.measure_unit),
                    *(_called(library.dimensions[one.dimension_code]), one.name_en),
                ),
            )
            for one in library
        ]
    elif what is Known.dimensions:
        heads = ("code", "name", "english", "about")
        listed = [
            (
                (one.dimension_code, one.name_zh, one.name_en),
                (one.dimension_code, one.name_zh, one.name_en, _about(one)),
            )
            for one in library.dimensions.values()
        ]
    elif what is Known.industries:
        heads = ("code", "name", "english", "national", "field", "unesco")
        columns = ("industry_code", "name_zh", "name_en", "national_code", "field", "unesco_domain")
        for line in read_seed(reference.seeds_dir, "culture_industries", (*columns, "is_part")):
            line["national_code"] += "*" if line["is_part"] == "true" else ""
            row = tuple(line[column] for column in columns)
            listed.append((row, row))
    else:
        heads = ("unit", "name", "english")
        units = [measures.get(symbol) for symbol in measures.symbols()]
        listed = [
            (
                (one.measure_unit, one.canonical_unit, one.name_en, one.quantity),
                (one.measure_unit, one.canonical_unit, one.name_en),
            )
            for one in units
        ]
    return heads, [row for names, row in listed if any(wanted in name_key(name) for name in names)]
