with

statuses as (
    select * from {{ ref('int_econometrics__model_status') }}
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        model_kind::varchar as model_kind,
        status::varchar as status,
        reason_code::varchar as reason_code,
        reason::varchar as reason,
        reason_zh::varchar as reason_zh,
        n_observations::bigint as n_observations,
        n_units::bigint as n_units,
        n_years::bigint as n_years,
        n_missing::bigint as n_missing
    from statuses
)

select * from final
