"""Your weights: what a page needs to compute scores and ranks under other weights of dimensions."""

from wenmai.atlas.blocks import Block, spoken
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import DIMENSION_NAMES, Warehouse
from wenmai.indicators.pages import findings
from wenmai.sentences import catalogue

TEXT = Texts(
    "pages.weights",
    *("your_weights",),
)


def your_weights(warehouse: Warehouse, study: StudyInfo, year: int) -> Block | None:
    """Return sliders for the dimensions of an index, or None where none can be moved.

    Score = Σ part / Σ weight over the dimensions that a unit is observed in; ``web/weights.js``
    multiplies both by the reader's share over the published one.
    """
    answer = warehouse.ask_exactly(
        DIMENSION_NAMES
        + """,
        parts as (
            select
                unit_code, dimension_code, sum(contribution) as part, sum(weight) as weight
            from marts.fct_index_contributions
            where study_code = {study} and year = {year} and contribution is not null
            group by all
        ),
        totals as (
            select unit_code, sum(part) as total from parts
            group by unit_code
        )
        select
            parts.unit_code, units.unit_name_zh, units.unit_name_en, scores.rank_in_year,
            scores.innovation_score, uncertainty.rank_p05, uncertainty.rank_p95,
            parts.dimension_code, names.dimension_name_zh, names.dimension_name_en,
            parts.part, parts.weight
        from parts
        inner join totals using (unit_code)
        inner join names using (dimension_code)
        inner join marts.fct_innovation_index as scores
            on scores.study_code = {study} and scores.year = {year}
            and parts.unit_code = scores.unit_code
        left join marts.fct_index_uncertainty as uncertainty
            on uncertainty.study_code = {study} and uncertainty.year = {year}
            and parts.unit_code = uncertainty.unit_code
        left join marts.dim_units as units on parts.unit_code = units.unit_code
        where
            scores.rank_in_year is not null
            -- parts that do not add up to the score were not added to make it
            and abs(totals.total - scores.innovation_score) < 1e-9
        order by scores.rank_in_year, parts.unit_code, names.dimension_name_zh
        """,
        study=study.code,
        year=year,
    )
    if len(answer.combinations("dimension_code")) < 2:
        return None
    return Block(
        "weights",
        spoken(findings.WEIGHTS()),
        answer,
        note=spoken(findings.HOW_WEIGHTS()),
        question=TEXT("your_weights"),
        kind="weights",
        texts={name: catalogue()[text.code] for name, text in findings.WEIGHT_TEXTS.items()},
    )
