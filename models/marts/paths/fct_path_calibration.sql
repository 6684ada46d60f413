with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('calibration') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        scheme_code::varchar as scheme_code,
        confidence_from::double as confidence_from,
        confidence_to::double as confidence_to,
        n_samples::integer as n_samples,
        mean_confidence::double as mean_confidence,
        accuracy::double as accuracy
    from unfolded
)

select * from final
