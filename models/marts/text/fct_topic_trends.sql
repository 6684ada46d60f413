with

document_topics as (
    select * from {{ ref('fct_document_topics') }}
    where topic_share is not null
),

documents as (
    select * from {{ ref('int_text__documents') }}
),

years as (
    select
        documents.study_code,
        documents.year,
        document_topics.topic_number,
        count(*) as n_documents,
        {{ exact_sum('document_topics.topic_share') }} / count(*) as topic_share
    from document_topics
    inner join documents
        on
            document_topics.study_code = documents.study_code
            and document_topics.document_id = documents.document_id
    group by documents.study_code, documents.year, document_topics.topic_number
),

final as (
    select
        study_code::string as study_code,
        topic_number::integer as topic_number,
        year::integer as year,
        topic_share::double as topic_share,
        (topic_share - lag(topic_share) over (
            partition by study_code, topic_number order by year
        ))::double as share_change,
        n_documents::integer as n_documents
    from years
)

select * from final
