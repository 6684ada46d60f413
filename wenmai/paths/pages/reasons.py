"""Why a unit is on its path, in words."""

from wenmai.atlas.blocks import Block, Chooser, Column, both, chosen
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse

TEXT = Texts(
    "pages.reasons",
    *("why", "why_note", "path", "other_path"),
)

HERE = {"unit_code": chosen("unit"), "year": chosen("year")}


def why_block(warehouse: Warehouse, study: StudyInfo, choosers: list[Chooser]) -> Block:
    """Return the explanations of a study's units; of a large panel those of its last years.

    A text in two languages takes nearly a kilobyte: those of 300 cities and 20 years alone would
    make a page of six megabytes.
    """
    answer = warehouse.ask(
        """
        select
            why.unit_code, units.unit_name_zh, units.unit_name_en, why.year, why.path_code,
            why.confidence, why.explanation, why.explanation_zh
        from marts.mart_path_explanations as why
        left join marts.dim_units as units using (unit_code)
        where why.study_code = {study}
        qualify row_number() over (order by why.year desc, why.unit_code) <= 2000
        order by why.unit_code, why.year desc
        """,
        study=study.code,
    )
    return Block(
        "why",
        TEXT("why"),
        answer,
        columns=[
            Column("unit_name_zh", "unit_name_en"),
            Column("confidence", is_percent=True),
        ],
        said=both("explanation_zh", "explanation"),
        choosers=choosers,
        where=HERE,
        note=TEXT("why_note"),
        is_upright=True,
        parts=("unit_code",),
    )


def path_of_unit(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block | None:
    """Return each unit's last path and what would turn it, for the page of one unit."""
    if not warehouse.holds("marts.mart_path_explanations"):
        return None
    answer = warehouse.ask(
        """
        select
            why.unit_code, why.year, types.path_name_zh, types.path_name_en, why.confidence,
            turned.path_name_zh as turning_zh, turned.path_name_en as turning_en,
            why.turning_change, why.explanation, why.explanation_zh
        from marts.mart_path_explanations as why
        inner join marts.dim_path_types as types using (path_code)
        left join marts.dim_path_types as turned on why.turning_path_code = turned.path_code
        where why.study_code = {study}
        qualify why.year = max(why.year) over (partition by why.unit_code)
        order by why.unit_code
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "path",
        TEXT("path"),
        answer,
        columns=[
            Column("path_name_zh", "path_name_en", heading=WORD("path")),
            Column("confidence", is_percent=True),
            Column("turning_zh", "turning_en", heading=TEXT("other_path")),
            Column("turning_change", digits=3),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        is_upright=True,
        said=both("explanation_zh", "explanation"),
        parts=("unit_code",),
    )
