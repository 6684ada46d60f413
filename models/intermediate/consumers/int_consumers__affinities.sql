-- How much a person turns to a category: events weighted by kind and halved with age. Sums of
-- decayed weights add up: what is new can be added to what was known.
{% set weights = {
    'purchase': 'consumer_weight_purchase', 'feedback': 'consumer_weight_feedback',
    'search': 'consumer_weight_search', 'view': 'consumer_weight_view',
    'click': 'consumer_weight_click',
} %}

with
located as (
    select * from {{ ref('int_consumers__located') }}
),

weighted as (
    select
        study_code,
        person_code,
        category_code,
        half_life_days,
        case kind_code
            {%- for kind, name in weights.items() %}
                when '{{ kind }}' then {{ var(name) }}
            {%- endfor %}
        end as weight,
        {{ seconds_between('occurred_at', 'last_at') }} / 86400e0 as age_days
    from located
),

final as (
    select
        study_code,
        person_code,
        category_code,
        {{ exact_sum('weight * pow(2e0, -age_days / half_life_days)') }} as affinity,
        {{ exact_sum('weight') }} as weight_without_decay,
        count(*) as events
    from weighted
    group by study_code, person_code, category_code
)

select * from final
