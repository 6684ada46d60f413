with

topics as (
    select * from {{ ref('int_text__topics') }}
),

topic_documents as (
    select * from {{ ref('int_text__topic_documents') }}
),

totals as (
    select
        study_code,
        item_number,
        {{ exact_sum('amount') }} as total
    from topics
    where part = 'document'
    group by study_code, item_number
),

document_topics as (
    select
        topic_documents.study_code,
        topic_documents.document_id,
        topics.topic_number,
        topics.amount as topic_weight,
        -- the sum is rounded: the only topic of a document has all of it, and not 1e-16 more
        case
            when topics.amount >= totals.total then nullif(sign(totals.total), 0) * 1e0
            else topics.amount / totals.total
        end as topic_share
    from topics
    inner join totals
        on
            topics.study_code = totals.study_code
            and topics.item_number = totals.item_number
    inner join topic_documents
        on
            topics.study_code = topic_documents.study_code
            and topics.item_number = topic_documents.document_number
    where topics.part = 'document'
),

ranked as (
    select
        *,
        row_number() over (
            partition by study_code, document_id
            order by topic_share desc nulls last, topic_number asc
        ) as topic_rank
    from document_topics
),

final as (
    select
        study_code::string as study_code,
        document_id::string as document_id,
        topic_number::integer as topic_number,
        topic_weight::double as topic_weight,
        topic_share::double as topic_share,
        case when topic_share is not null then topic_rank end::integer as topic_rank
    from ranked
)

select * from final
