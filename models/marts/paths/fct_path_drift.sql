with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('drift') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        dimension_code::varchar as dimension_code,
        psi::double as psi,
        ks_statistic::double as ks_statistic,
        ks_p_value::double as ks_p_value,
        outside_share::double as outside_share,
        n_training::integer as n_training,
        n_new::integer as n_new,
        is_drifted::boolean as is_drifted
    from unfolded
)

select * from final
