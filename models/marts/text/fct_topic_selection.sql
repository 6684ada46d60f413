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

words as (
    {{ words_of(['text']) }}
),

told as (
    select
        *,
        {{ messages([
            message('topics.chosen', when='is_chosen'),
            message('topics.another_is_better', when='coherence is not null and not is_chosen'),
            message('topics.corpus_too_small', {
                'documents': 'n_documents', 'terms': 'n_terms'
            }, when='coherence is null and not is_chosen'),
        ]) }} as finding
    from joined
),

final as (
    select
        told.study_code::string as study_code,
        told.n_topics::integer as n_topics,
        told.coherence::double as coherence,
        told.diversity::double as diversity,
        told.explained_share::double as explained_share,
        told.quality::double as quality,
        told.is_chosen::boolean as is_chosen,
        told.n_documents::integer as n_documents,
        told.n_terms::integer as n_terms,
        {{ told('told.finding', 'en') }}::string as finding,
        {{ told('told.finding', 'zh') }}::string as finding_zh
    from told
    cross join words
)

select * from final
