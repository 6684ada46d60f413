-- The terms that topics are made of: the most widespread of those that at least some documents
-- and not all hold. Names of places are left out: who issued a text is known and no topic.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

place_names as (
    select distinct name
    from {{ ref('administrative_unit_names') }}
),

corpora as (
    select
        study_code,
        count(*) as n_documents
    from documents
    group by study_code
),

document_frequencies as (
    select
        documents.study_code,
        document_terms.term,
        count(*) as document_frequency
    from document_terms
    inner join documents
        on
            document_terms.study_code = documents.study_code
            and document_terms.document_id = documents.document_id
    group by documents.study_code, document_terms.term
),

ranked as (
    select
        document_frequencies.*,
        ln(1e0 * corpora.n_documents / (document_frequencies.document_frequency + 1)) as idf,
        row_number() over (
            partition by document_frequencies.study_code
            order by document_frequencies.document_frequency desc, document_frequencies.term asc
        ) - 1 as term_number
    from document_frequencies
    inner join corpora
        on document_frequencies.study_code = corpora.study_code
    left join place_names
        on document_frequencies.term = place_names.name
    where
        place_names.name is null
        and document_frequencies.document_frequency >= {{ var('topic_min_documents') }}
        -- the others have a weight of zero or less
        and document_frequencies.document_frequency + 1 < corpora.n_documents
),

final as (
    select * from ranked
    where term_number < {{ var('topic_max_terms') }}
)

select * from final
