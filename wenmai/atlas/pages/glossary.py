"""What the words of the pages mean: terms and abbreviations, and each study's indicators."""

from collections.abc import Sequence

from wenmai.atlas.blocks import Block, Column, Page
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.sentences import catalogue
from wenmai.sql_text import literal

TEXT = Texts(
    "pages.glossary",
    *("indicators", "title", "lead", "terms", "term", "meaning"),
)

INDICATORS = Table(
    "indicators",
    TEXT("indicators"),
    """
    select
        studies.study_name_zh, studies.study_name_en, indicators.dimension_name_zh,
        indicators.dimension_name_en, indicators.indicator_name_zh, indicators.indicator_name_en,
        indicators.measure_unit, indicators.direction, indicators.is_in_index
    from marts.dim_indicators as indicators
    inner join marts.dim_studies as studies using (study_code)
    order by
        study_code, indicators.is_in_index desc, indicators.indicator_position,
        indicators.indicator_code
    """,
    (
        Column("study_name_zh", "study_name_en"),
        Column("dimension_name_zh", "dimension_name_en"),
        Column("indicator_name_zh", "indicator_name_en"),
        Column("measure_unit"),
        Column("direction"),
        Column("is_in_index"),
    ),
    is_wide=True,
    most=2_000,
)


def glossary_page(warehouse: Warehouse, _studies: Sequence[StudyInfo]) -> Page:
    """Return the page of words; the terms stand in ``seeds/words/python/glossary.csv``."""
    indicators = INDICATORS.block(warehouse)
    return Page(
        "glossary",
        TEXT("title"),
        TEXT("lead"),
        [_terms(warehouse), *([indicators] if indicators.answer.rows else [])],
    )


def _terms(warehouse: Warehouse) -> Block:
    known = catalogue()
    terms = [code.removesuffix(".name") for code in known if code.endswith(".name")]
    rows = [
        (known[f"{code}.name"], known[f"{code}.means"])
        for code in terms
        if code.startswith("glossary.")
    ]
    values = ",\n    ".join(
        "({})".format(", ".join(literal(text[of]) for of in ("zh", "en") for text in row))
        for row in rows
    )
    terms_of_the_catalogue = f"""
select *
from (
    values
    {values}
) as terms (term_zh, meaning_zh, term_en, meaning_en)
"""
    # a brace in a text is no place for a value
    answer = warehouse.ask(terms_of_the_catalogue.replace("{", "{{").replace("}", "}}"))
    return Block(
        "terms",
        TEXT("terms"),
        answer,
        columns=[
            Column("term_zh", "term_en", heading=TEXT("term")),
            Column("meaning_zh", "meaning_en", heading=TEXT("meaning")),
        ],
        is_wide=True,
        is_whole=True,
    )
