with

topics as (
    select * from {{ ref('int_text__topics') }}
    where part = 'term'
),

topic_terms as (
    select * from {{ ref('int_text__topic_terms') }}
),

named as (
    select
        topics.study_code,
        topics.topic_number,
        topic_terms.term,
        topics.amount as term_weight,
        row_number() over (
            partition by topics.study_code, topics.topic_number
            order by topics.amount desc, topic_terms.term asc
        ) as term_rank
    from topics
    inner join topic_terms
        on
            topics.study_code = topic_terms.study_code
            and topics.item_number = topic_terms.term_number
    where topics.amount > 0
),

final as (
    select
        {{ contracted() }}
    from named
    where term_rank <= {{ var('topic_top_terms') }}
)

select * from final
