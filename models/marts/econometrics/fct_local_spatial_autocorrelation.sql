with

results as (
    select * from {{ ref('int_econometrics__autocorrelation_results') }}
),

unfolded as (
    select
        study_code,
        variable_code,
        weights_code,
        year,
        {{ struct_rows('local_values') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        variable_code::varchar as variable_code,
        weights_code::varchar as weights_code,
        year::integer as year,
        unit_code::varchar as unit_code,
        local_i::double as local_i,
        local_z::double as local_z,
        local_p::double as local_p,
        quadrant::varchar as quadrant,
        (local_p <= 0.05)::boolean as is_significant
    from unfolded
)

select * from final
