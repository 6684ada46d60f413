with

settings as (
    select * from {{ ref('int_text__method_settings') }}
),

topic_terms as (
    select
        study_code,
        count(*) as n_terms
    from {{ ref('int_text__topic_terms') }}
    group by study_code
),

candidates as (
    select * from {{ ref('int_text__topics') }}
    where part = 'candidate'
),

-- Every number that was to be tried has a row, tried or not.
numbers as (
    {% for number in var('topic_numbers') %}
        select {{ number }} as n_topics
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

joined as (
    select
        settings.study_code,
        numbers.n_topics,
        candidates.amount as coherence,
        candidates.diversity,
        candidates.explained_share,
        candidates.quality,
        coalesce(candidates.item_number = 1, false) as is_chosen,
        settings.n_documents,
        coalesce(topic_terms.n_terms, 0) as n_terms
    from settings
    cross join numbers
    left join topic_terms
        on settings.study_code = topic_terms.study_code
    left join candidates
        on
            settings.study_code = candidates.study_code
            and numbers.n_topics = candidates.topic_number
),

final as (
    select
        study_code::varchar as study_code,
        n_topics::integer as n_topics,
        coherence::double as coherence,
        diversity::double as diversity,
        explained_share::double as explained_share,
        quality::double as quality,
        is_chosen::boolean as is_chosen,
        n_documents::integer as n_documents,
        n_terms::integer as n_terms,
        case
            when is_chosen then 'Chosen: the best of the numbers tried.'
            when coherence is not null then 'Tried: another number is better.'
            else
                'Not tried: the corpus is too small ('
                || n_documents || ' documents, ' || n_terms || ' terms).'
        end::varchar as finding,
        case
            when is_chosen then '选定：各候选数中质量最高。'
            when coherence is not null then '已尝试：另有质量更高的主题数。'
            else '未尝试：语料过小（' || n_documents || '篇文档，' || n_terms || '个词）。'
        end::varchar as finding_zh
    from joined
)

select * from final
