with

document_topics as (
    select * from {{ ref('int_text__document_topics') }}
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
        study_code::varchar as study_code,
        document_id::varchar as document_id,
        topic_number::integer as topic_number,
        topic_weight::double as topic_weight,
        topic_share::double as topic_share,
        case when topic_share is not null then topic_rank end::integer as topic_rank
    from ranked
)

select * from final
