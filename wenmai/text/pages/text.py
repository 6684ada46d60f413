"""Documents of a study: themes, emerging terms, topics."""

from collections import Counter
from typing import Any

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, Way, both, chosen
from wenmai.atlas.charts import bars, lines, multiples
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.kit.steps import named
from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence, list_of
from wenmai.text.pages.documents import behind_terms, behind_themes, behind_topics

TEXT = Texts(
    "pages.text",
    *("title", "documents", "usable", "copies", "stubs", "type", "themes", "themes_note"),
    *("emerging", "recent", "before", "share_of_documents", "recent_years", "emerging_note"),
    *("topics", "topics_note", "topic_trends", "topic_trends_note", "frequent", "count"),
    *("frequent_note", "lead"),
)

GREW = Sentence("pages.grew_fastest", "terms")
TOPIC_GREW = Sentence("pages.topic_grew", "terms")
LARGEST_TOPIC = Sentence("pages.largest_topic", "terms", "share")
MOST_ARE = Sentence("pages.most_documents", "type", "share")
LARGEST_THEME = Sentence("pages.largest_theme", "year", "theme", "share")
COME_MOST = Sentence("pages.come_most", "terms")
TO_TERM = Way("#term={term}&block=term_documents", "term")
TO_TOPIC = Way("#topic_number={topic_number}&block=topic_documents", "top_terms")
SHARE = WORD("share")


def text_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of a study's documents, or None when it has none."""
    documents = warehouse.ask(
        """
        select
            document_type, year, count(*) as n_documents,
            count(*) filter (where is_usable) as n_usable,
            count(*) filter (where duplicate_of is not null) as n_copies,
            count(*) filter (where is_stub) as n_stubs
        from marts.dim_documents
        where study_code = {study}
        group by document_type, year
        order by document_type, year
        """,
        study=study.code,
    )
    if not documents.rows:
        return None
    total = sum(documents.column("n_documents"))
    emerging, frequent = _emerging(warehouse, study), _frequent(warehouse, study)
    terms = [term for block in (*emerging, *frequent) for term in block.answer.column("term")]
    return Page(
        "text",
        TEXT("title"),
        TEXT("lead", n=total),
        [
            _by_year(documents),
            *_themes(warehouse, study),
            *emerging,
            *frequent,
            *_topics(warehouse, study),
            *(
                block
                for block in (
                    behind_terms(warehouse, study, list(dict.fromkeys(terms))),
                    behind_topics(warehouse, study),
                    behind_themes(warehouse, study),
                )
                if block
            ),
        ],
    )


def _by_year(documents: Answer) -> Block:
    types = dict.fromkeys(documents.column("document_type"))
    return Block(
        "documents",
        TEXT("documents"),
        documents.saying([], _commonest_type),
        said=SAID,
        option=lines(
            "year",
            [(kind, "n_usable", {"document_type": kind}) for kind in types],
            from_zero=True,
        ),
        columns=[
            Column("document_type"),
            Column("year"),
            Column("n_documents"),
            Column("n_usable", heading=TEXT("usable")),
            Column("n_copies", heading=TEXT("copies")),
            Column("n_stubs", heading=TEXT("stubs")),
        ],
    )


def _commonest_type(rows: list[dict[str, Any]]) -> list[Said]:
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row["document_type"]] += row["n_documents"]
    ((most, n),) = numbers.most_common(1)
    return [MOST_ARE(type=InBoth(**code_name(most)), share=f"{100 * n / numbers.total():.0f}")]


def _largest_theme(rows: list[dict[str, Any]]) -> list[Said]:
    last = max(row["year"] for row in rows)
    most = max(
        (row for row in rows if row["year"] == last), key=lambda row: row["theme_share"] or 0.0
    )
    name = InBoth(most["theme_name_zh"], most["theme_name_en"])
    share = f"{100 * (most['theme_share'] or 0.0):.0f}"
    return [LARGEST_THEME(year=named(last), theme=name, share=share)]


def _terms(rows: list[dict[str, Any]]) -> Said:
    return list_of([row["term"] for row in rows])


def _types(answer: Answer) -> Chooser:
    return Chooser.of_values("type", TEXT("type"), answer.column("document_type"))


def _themes(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            scores.theme_code, scores.unit_code,
            coalesce(units.unit_name_zh, scores.unit_code) as unit_name_zh,
            coalesce(units.unit_name_en, scores.unit_code) as unit_name_en, scores.year,
            themes.theme_name_zh, themes.theme_name_en, scores.theme_share,
            scores.n_own_documents, scores.n_province_documents, scores.n_national_documents
        from marts.fct_unit_year_themes as scores
        inner join marts.dim_themes as themes using (theme_code)
        left join marts.dim_units as units using (unit_code)
        where scores.study_code = {study}
        order by scores.unit_code, scores.year, themes.theme_position
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    names = answer.combinations("theme_name_zh", "theme_name_en")
    units = answer.combinations("unit_code", "unit_name_zh", "unit_name_en")
    where = {"unit_code": chosen("unit")}
    return [
        Block(
            "themes",
            TEXT("themes"),
            answer.saying(list(where), _largest_theme),
            said=SAID,
            option=lines(
                "year",
                [(both(zh, en), "theme_share", {**where, "theme_name_zh": zh}) for zh, en in names],
                y_name=SHARE,
                from_zero=True,
            ),
            columns=[
                Column("year"),
                Column("theme_name_zh", "theme_name_en"),
                Column("theme_share", heading=SHARE, is_percent=True),
                Column("n_own_documents"),
                Column("n_province_documents"),
                Column("n_national_documents"),
            ],
            choosers=[Chooser("unit", WORD("unit"), units)],
            where=where,
            note=TEXT("themes_note"),
            opens=[
                Way("#theme_code={theme_code}&block=theme_documents", "theme_name_zh"),
            ],
            parts=("unit_code",),
        )
    ]


def _emerging(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            document_type, term, baseline_from_year || '–' || baseline_to_year as before_years,
            recent_from_year || '–' || recent_to_year as recent_years, baseline_share,
            recent_share, share_growth, test_code, p_value, q_value, false_discovery_rate
        from marts.fct_emerging_terms
        where study_code = {study} and is_emerging
        qualify row_number() over (
            partition by document_type order by share_growth desc, term
        ) <= 25
        order by document_type, share_growth desc, term
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    where = {"document_type": chosen("type")}
    answer = answer.saying(["document_type"], lambda rows: [GREW(terms=_terms(rows))], first=3)
    return [
        Block(
            "emerging",
            TEXT("emerging"),
            answer,
            option=bars(
                "term",
                [
                    (TEXT("recent"), "recent_share"),
                    (TEXT("before"), "baseline_share"),
                ],
                where=where,
                value_name=TEXT("share_of_documents"),
            ),
            columns=[
                Column("term"),
                Column("recent_years", heading=TEXT("recent_years")),
                Column("recent_share", is_percent=True),
                Column("baseline_share", is_percent=True),
                Column("q_value"),
            ],
            said=SAID,
            choosers=[_types(answer)],
            where=where,
            note=TEXT("emerging_note"),
            opens=[TO_TERM],
            height=520,
        )
    ]


def _topics(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    topics = warehouse.ask(
        """
        select topic_number, label, top_terms, topic_share, coherence, yearly_share_change
        from marts.fct_topics
        where study_code = {study}
        order by topic_share desc, topic_number
        """,
        study=study.code,
    )
    if not topics.rows:
        return []
    trends = warehouse.ask(
        """
        select trends.topic_number, topics.label, trends.year, trends.topic_share
        from marts.fct_topic_trends as trends
        inner join marts.fct_topics as topics using (study_code, topic_number)
        where trends.study_code = {study}
        order by trends.topic_number, trends.year
        """,
        study=study.code,
    )
    labels = trends.combinations("topic_number", "label")
    largest = topics.records()[0]
    riser = max(topics.records(), key=lambda topic: topic["yearly_share_change"] or 0.0)
    return [
        Block(
            "topics",
            TEXT("topics"),
            topics,
            columns=[
                Column("topic_number"),
                Column("top_terms"),
                Column("topic_share", heading=SHARE, is_percent=True),
                Column("coherence", digits=3),
                Column("yearly_share_change", is_percent=True),
            ],
            opens=[TO_TOPIC],
            note=TEXT("topics_note"),
        ).saying(
            LARGEST_TOPIC(terms=largest["label"], share=f"{100 * largest['topic_share']:.0f}")
        ),
        Block(
            "topic_trends",
            TEXT("topic_trends"),
            trends,
            option=multiples(
                "year",
                "topic_share",
                [(label, {"topic_number": number}) for number, label in labels],
            ),
            opens=[TO_TOPIC],
            note=TEXT("topic_trends_note"),
            height=130 * -(-len(labels) // 4),
            is_wide=True,
        ).saying(TOPIC_GREW(terms=riser["label"]) if riser["yearly_share_change"] else None),
    ]


def _frequent(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    answer = warehouse.ask(
        """
        select document_type, year, term_rank, term, term_count, n_documents_with_term, token_share
        from marts.fct_frequent_terms
        where study_code = {study} and term_rank <= 20
        order by document_type, year desc, term_rank
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    where = {"document_type": chosen("type"), "year": chosen("year")}
    return [
        Block(
            "frequent",
            TEXT("frequent"),
            answer.saying(list(where), lambda rows: [COME_MOST(terms=_terms(rows))], first=3),
            said=SAID,
            option=bars("term", [(TEXT("count"), "term_count")], where=where),
            columns=[
                Column("term_rank"),
                Column("term"),
                Column("term_count"),
                Column("n_documents_with_term"),
            ],
            choosers=[_types(answer), Chooser.of_years(answer)],
            where=where,
            height=460,
            opens=[TO_TERM],
            note=TEXT("frequent_note"),
        )
    ]
