-- Scores, values and contributions outside 0-1 in the index of P1; one of a study's own design may
-- have another scale.
with
told as (
    {% for table, columns in {
        'fct_innovation_index': ['innovation_score', 'abs(score_change)'],
        'fct_dimension_scores': ['dimension_score'],
        'fct_index_contributions': ['normalized_value', 'weight', 'contribution'],
    }.items() %}
        {% set last = loop.last %}
        {% for column in columns %}
            select
                study_code,
                '{{ table }}.{{ column }}' as told_in,
                {{ column }} as value
            from {{ ref(table) }}
            {{ 'union all' if not (last and loop.last) }}
        {% endfor %}
    {% endfor %}
)

select told.*
from told
left join {{ ref('int_indicators__composite_settings') }} as settings
    on told.study_code = settings.study_code
where settings.study_code is null and (told.value < 0 or told.value > 1.000000001)
