"""Each published number beside the warehouse's own."""

from collections import Counter
from collections.abc import Sequence

from wenmai.atlas.blocks import Answer, Block, Column, Page, spoken
from wenmai.atlas.charts import bars, points
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.labels import label
from wenmai.sentences import Sentence, catalogue

TEXT = Texts(
    "pages.published",
    *("title", "lead", "published", "own", "number", "statuses", "place", "numbers"),
)

AGREEMENT = Sentence("pages.agreement", "n", "reproduced", "same", "different")
INCONSISTENT = Sentence("pages.inconsistent", "n")
HOW_COMPARED = Sentence("pages.how_compared")
STATUSES = {
    status: dict(catalogue()[f"comparison.status.{status.replace(' ', '_')}"])
    for status in (
        *("reproduced", "same direction", "different", "source inconsistent", "stated in words"),
    )
}
MISSING = (dict(catalogue()["comparison.status.not_computable"]), "not_computed")


def published_page(warehouse: Warehouse, _studies: Sequence[StudyInfo]) -> Page | None:
    """Return the comparison with published results, when a study has any."""
    answer = warehouse.ask("""
        select
            paper, table_or_figure, row_label, column_label, study_code, year, statistic,
            published_value, own_value, difference, status, reason, reason_zh, contradiction,
            contradiction_zh,
            paper || ' ' || table_or_figure || ': ' || row_label || ', ' || column_label as label
        from quality.fct_published_comparison
        where study_code in (select study_code from marts.dim_studies)
        order by
            (status = 'reproduced')::integer, paper, table_or_figure, row_label, column_label,
            statistic, year
    """)
    if not answer.rows:
        return None
    answer = answer.having(
        {
            f"status_{language}": [
                STATUSES.get(code, MISSING[0])[language] for code in answer.column("status")
            ]
            for language in ("zh", "en")
        }
    )
    return Page(
        "published",
        TEXT("title"),
        TEXT("lead"),
        [
            _agreement(warehouse, answer),
            _statuses(warehouse),
            _numbers(answer),
        ],
    )


def _agreement(warehouse: Warehouse, answer: Answer) -> Block:
    counts = Counter(answer.column("status"))
    # p-values of 1e-300 would leave the others one point: the picture keeps to what people read
    drawn = warehouse.ask("""
        select
            paper || ' ' || table_or_figure || ': ' || row_label || ', ' || column_label as label,
            status, published_value, own_value
        from quality.fct_published_comparison
        where
            study_code in (select study_code from marts.dim_studies)
            and published_value >= 0.001 and own_value >= 0.001
        order by label, published_value
    """)
    return Block(
        "agreement",
        spoken(
            AGREEMENT(
                n=len(answer.rows),
                reproduced=counts["reproduced"],
                same=counts["same direction"],
                different=counts["different"],
            )
        ),
        drawn,
        option=points(
            "published_value",
            "own_value",
            "label",
            x_name=TEXT("published"),
            y_name=TEXT("own"),
            groups=[(name, {"status": code}) for code, name in STATUSES.items()],
            diagonal=True,
            is_log=True,
        ),
        note=spoken(INCONSISTENT(n=counts["source inconsistent"]), HOW_COMPARED()),
        columns=[
            Column("label", heading=TEXT("number")),
            Column("published_value"),
            Column("own_value"),
        ],
        height=560,
    )


def _statuses(warehouse: Warehouse) -> Block:
    counts = warehouse.ask("""
        select
            paper || ' ' || table_or_figure as place,
            count(*) filter (where status = 'reproduced') as reproduced,
            count(*) filter (where status = 'same direction') as same_direction,
            count(*) filter (where status = 'different') as different,
            count(*) filter (where status = 'source inconsistent') as source_inconsistent,
            count(*) filter (where status = 'stated in words') as stated_in_words,
            count(*) filter (where status = 'not computable') as not_computed
        from quality.fct_published_comparison
        where study_code in (select study_code from marts.dim_studies)
        group by place
        order by place
    """)
    by_status = bars(
        "place",
        [*((name, code.replace(" ", "_")) for code, name in STATUSES.items()), MISSING],
        stack=True,
    )
    return Block(
        "statuses",
        TEXT("statuses"),
        counts,
        option=by_status,
        columns=[
            Column("place", heading=TEXT("place")),
            *(
                Column(code.replace(" ", "_"), heading=name)
                for code, name in (*STATUSES.items(), ("not_computed", MISSING[0]))
            ),
        ],
        height=24 * len(counts.rows) + 110,
    )


def _numbers(answer: Answer) -> Block:
    columns = [
        Column("paper"),
        Column("table_or_figure"),
        Column("row_label"),
        Column("column_label"),
        Column("published_value"),
        Column("own_value"),
        Column("status_zh", "status_en", heading=label("status")),
        Column("reason_zh", "reason"),
        Column("contradiction_zh", "contradiction"),
    ]
    return Block("numbers", TEXT("numbers"), answer, columns=columns, is_wide=True)
