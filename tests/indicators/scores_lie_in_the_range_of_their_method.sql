-- Scores, values and contributions outside 0-1 in the index of P1, and outside the range that the
-- methods of the registry give them in an index of the study's own design.
with
settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

ranges as (
    {{ nested_rows('int_indicators__composite', 'ranges') }}
),

told as (
    {% for table, columns in {
        'fct_innovation_index': ['innovation_score', 'abs(score_change)'],
        'fct_dimension_scores': ['dimension_score'],
        'fct_index_contributions': ['normalized_value', 'weight', 'contribution'],
        'fct_index_uncertainty': ['score_p05', 'score_p95'],
        'fct_level_uncertainty': ['score_p05', 'score_p95'],
        'fct_rank_robustness': ['score_difference'],
    }.items() %}
        {% for column in columns %}
            select
                study_code,
                '{{ table }}.{{ column }}' as told_in,
                {{ column }} as value,
                0e0 as lowest,
                1e0 as highest
            from {{ ref(table) }}
            where study_code not in (select settings.study_code from settings)
            union all
        {% endfor %}
    {% endfor %}
    {% for table, code, value in [
        ('fct_level_scores', 'group_code', 'score'),
        ('fct_level_members', 'member_code', 'member_value'),
        ('fct_index_cells', 'indicator_code', 'normalized_value'),
        ('fct_index_contributions', 'indicator_code', 'normalized_value'),
    ] %}
        select
            told.study_code,
            '{{ table }}.{{ value }}' as told_in,
            told.{{ value }} as value,
            ranges.lowest,
            ranges.highest
        from {{ ref(table) }} as told
        inner join ranges
            on told.study_code = ranges.study_code and told.{{ code }} = ranges.code
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from told
where
    value < lowest - 1e-9 * (1 + abs(lowest))
    or value > highest + 1e-9 * (1 + abs(highest))
