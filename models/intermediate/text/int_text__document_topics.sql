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

final as (
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
)

select * from final
