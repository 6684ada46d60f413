"""The documents behind a term, a topic, a theme and a unit."""

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, chosen
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse

TEXT = Texts(
    "pages.documents",
    *("title", "behind_term", "term", "behind_topic", "topic", "behind_theme", "theme"),
    *("documents", "leading_theme", "latest", "heaviest"),
)

MOST = 12
_DOCUMENT = """
            documents.title, documents.document_type, documents.year, documents.issuer,
            documents.unit_code, units.unit_name_zh, units.unit_name_en, documents.source_file
"""
_COLUMNS = (
    Column("title", heading=TEXT("title")),
    Column("document_type"),
    Column("year"),
    Column("unit_name_zh", "unit_name_en"),
    Column("source_file"),
)


def behind_terms(warehouse: Warehouse, study: StudyInfo, terms: list[str]) -> Block | None:
    """Return the documents in which each of some terms weighs most."""
    if not terms:
        return None
    answer = warehouse.ask(
        f"""
        select
            terms.term, {_DOCUMENT.strip()}, terms.term_count, terms.tfidf
        from marts.fct_document_terms as terms
        inner join marts.dim_documents as documents using (study_code, document_id)
        left join marts.dim_units as units on documents.unit_code = units.unit_code
        where
            terms.study_code = {{study}}
            and list_contains(string_split({{terms}}, chr(10)), terms.term)
        qualify row_number() over (
            partition by terms.term order by terms.tfidf desc, terms.document_id
        ) <= {MOST}
        order by terms.term, terms.tfidf desc, terms.document_id
        """,
        study=study.code,
        terms="\n".join(terms),
    )
    order = {term: place for place, term in enumerate(terms)}
    found = sorted(set(answer.column("term")), key=lambda term: order[term])
    return _block(
        "term_documents",
        TEXT("behind_term"),
        answer,
        Chooser.of_values("term", TEXT("term"), found),
        [*_COLUMNS, Column("term_count")],
    )


def behind_topics(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return the documents that belong most to each topic."""
    answer = warehouse.ask(
        f"""
        select
            shares.topic_number, topics.label, {_DOCUMENT.strip()}, shares.topic_share
        from marts.fct_document_topics as shares
        inner join marts.fct_topics as topics using (study_code, topic_number)
        inner join marts.dim_documents as documents using (study_code, document_id)
        left join marts.dim_units as units on documents.unit_code = units.unit_code
        where shares.study_code = {{study}}
        qualify row_number() over (
            partition by shares.topic_number order by shares.topic_share desc, shares.document_id
        ) <= {MOST}
        order by shares.topic_number, shares.topic_share desc, shares.document_id
        """,
        study=study.code,
    )
    named = [(number, text, text) for number, text in answer.combinations("topic_number", "label")]
    return _block(
        "topic_documents",
        TEXT("behind_topic"),
        answer,
        Chooser("topic_number", TEXT("topic"), named),
        [*_COLUMNS, Column("topic_share", heading=WORD("share"), is_percent=True)],
    )


def behind_themes(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return the documents in which each theme weighs most."""
    answer = warehouse.ask(
        f"""
        select
            themes.theme_code, themes.theme_name_zh, themes.theme_name_en, {_DOCUMENT.strip()},
            shares.theme_share, shares.n_theme_terms
        from marts.fct_document_themes as shares
        inner join marts.dim_themes as themes using (theme_code)
        inner join marts.dim_documents as documents using (study_code, document_id)
        left join marts.dim_units as units on documents.unit_code = units.unit_code
        where shares.study_code = {{study}} and documents.is_usable
        qualify row_number() over (
            partition by shares.theme_code
            order by shares.theme_score desc, shares.document_id
        ) <= {MOST}
        order by themes.theme_position, shares.theme_score desc, shares.document_id
        """,
        study=study.code,
    )
    named = answer.combinations("theme_code", "theme_name_zh", "theme_name_en")
    return _block(
        "theme_documents",
        TEXT("behind_theme"),
        answer,
        Chooser("theme_code", TEXT("theme"), named),
        [*_COLUMNS, Column("theme_share", heading=WORD("share"), is_percent=True)],
    )


def documents_of_unit(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block | None:
    """Return the latest documents of each unit, for the page of one unit."""
    answer = warehouse.ask(
        f"""
        with themes as (
            select
                shares.document_id, max_by(themes.theme_name_zh, shares.theme_share) as theme_zh,
                max_by(themes.theme_name_en, shares.theme_share) as theme_en
            from marts.fct_document_themes as shares
            inner join marts.dim_themes as themes using (theme_code)
            where shares.study_code = {{study}}
            group by shares.document_id
        )
        select
            {_DOCUMENT.strip()}, themes.theme_zh, themes.theme_en
        from marts.dim_documents as documents
        left join themes using (document_id)
        inner join marts.dim_units as units on documents.unit_code = units.unit_code
        where documents.study_code = {{study}} and documents.is_usable
        qualify row_number() over (
            partition by documents.unit_code
            order by documents.year desc nulls last, documents.document_id
        ) <= {MOST}
        order by
            documents.unit_code, documents.year desc nulls last, documents.document_id
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    return Block(
        "documents",
        TEXT("documents"),
        answer,
        columns=[
            *(column for column in _COLUMNS if column.name != "unit_name_zh"),
            Column("theme_zh", "theme_en", heading=TEXT("leading_theme")),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        note=TEXT("latest", n=MOST),
        parts=("unit_code",),
        is_wide=True,
    )


def _block(
    code: str, title: dict[str, str], answer: Answer, chooser: Chooser, columns: list[Column]
) -> Block | None:
    if not answer.rows:
        return None
    return Block(
        code,
        title,
        answer,
        columns=columns,
        choosers=[chooser],
        where={chooser.code: chosen(chooser.code)},
        note=TEXT("heaviest", n=MOST),
        parts=(chooser.code,),
        is_wide=True,
    )
