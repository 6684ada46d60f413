with

topics as (
    select * from {{ ref('int_text__topics') }}
    where part = 'topic'
),

topic_terms as (
    select * from {{ ref('fct_topic_terms') }}
),

document_topics as (
    select * from {{ ref('fct_document_topics') }}
    where topic_share is not null
),

topic_trends as (
    select * from {{ ref('fct_topic_trends') }}
),

labels as (
    select
        study_code,
        topic_number,
        {% for rank in range(1, 11) %}
            max(term) filter (where term_rank = {{ rank }}) as term_{{ rank }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from topic_terms
    group by study_code, topic_number
),

shares as (
    select
        study_code,
        topic_number,
        count(*) as n_documents,
        count(*) filter (where topic_rank = 1) as n_leading_documents,
        {{ exact_sum('topic_share') }} / count(*) as topic_share
    from document_topics
    group by study_code, topic_number
),

-- Least squares over the years; centred by hand, so that the order of rows does not matter.
centred as (
    select
        study_code,
        topic_number,
        topic_share,
        year - 1e0 * sum(year) over (partition by study_code, topic_number)
        / count(*) over (partition by study_code, topic_number) as year_deviation
    from topic_trends
),

slopes as (
    select
        study_code,
        topic_number,
        {{ exact_sum('year_deviation * topic_share') }}
        / nullif({{ exact_sum('year_deviation * year_deviation / 1e4') }} * 1e4, 0)
            as yearly_share_change
    from centred
    group by study_code, topic_number
),

final as (
    select
        topics.study_code::string as study_code,
        topics.topic_number::integer as topic_number,
        concat_ws('、', labels.term_1, labels.term_2, labels.term_3)::string as label,
        concat_ws(
            '、', labels.term_1, labels.term_2, labels.term_3, labels.term_4, labels.term_5,
            labels.term_6, labels.term_7, labels.term_8, labels.term_9, labels.term_10
        )::string as top_terms,
        topics.amount::double as coherence,
        shares.topic_share::double as topic_share,
        shares.n_leading_documents::integer as n_leading_documents,
        slopes.yearly_share_change::double as yearly_share_change,
        shares.n_documents::integer as n_documents
    from topics
    left join labels
        on topics.study_code = labels.study_code and topics.topic_number = labels.topic_number
    left join shares
        on topics.study_code = shares.study_code and topics.topic_number = shares.topic_number
    left join slopes
        on topics.study_code = slopes.study_code and topics.topic_number = slopes.topic_number
)

select * from final
