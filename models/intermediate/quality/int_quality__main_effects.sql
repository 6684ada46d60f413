with

score_effects as (
    select * from {{ ref('int_quality__score_effects') }}
),

placed as (
    select
        *,
        value_effect + weight_effect as effect,
        -- the code decides between equal effects: the same input must name the same indicator
        row_number() over (
            partition by study_code, unit_code, year
            order by abs(value_effect + weight_effect) desc, indicator_code asc
        ) as place
    from score_effects
),

final as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_sum('value_effect') }} as value_effect,
        {{ exact_sum('weight_effect') }} as weight_effect,
        max(case when place = 1 then indicator_code end) as main_indicator_code,
        max(case when place = 1 then effect end) as main_indicator_effect
    from placed
    group by study_code, unit_code, year
)

select * from final
