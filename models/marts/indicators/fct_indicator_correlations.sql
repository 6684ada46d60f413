with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
),

final as (
    select
        study_code::varchar as study_code,
        indicator_code::varchar as indicator_code,
        other_indicator_code::varchar as other_indicator_code,
        correlation::double as correlation,
        n::bigint as n
    from correlations
    where indicator_code <> other_indicator_code
)

select * from final
