-- Where an indicator is, but for the sign, as near to two others, the first code serves.
with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
    where indicator_code <> other_indicator_code and correlation is not null
),

final as (
    select
        study_code,
        indicator_code,
        other_indicator_code as closest_indicator_code,
        correlation as closest_correlation
    from correlations
    qualify row_number() over (
        partition by study_code, indicator_code
        order by abs(correlation) desc nulls last, other_indicator_code asc
    ) = 1
)

select * from final
