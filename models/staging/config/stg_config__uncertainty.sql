with
study_uncertainty as (
    select * from {{ source('config', 'study_uncertainty') }}
),

final as (
    select
        study_code,
        is_enabled,
        draws,
        seed,
        leave_one_out as is_leaving_one_out,
        weight_concentration
    from study_uncertainty
)

select * from final
