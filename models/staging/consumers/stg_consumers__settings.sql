-- The study's own conventions, else the project's.
with
settings as (
    select * from {{ source('consumers', 'consumer_settings') }}
),

final as (
    select
        study_code,
        coalesce(sharing_mode, '{{ var("consumer_sharing") }}') as sharing_mode,
        case coalesce(sharing_mode, '{{ var("consumer_sharing") }}')
            when 'open' then {{ var('consumer_k_open') }}
            when 'agreement' then {{ var('consumer_k_agreement') }}
            else {{ var('consumer_k_enclave') }}
        end as k_required,
        coalesce(period_kind, '{{ var("consumer_period") }}') as period_kind,
        case coalesce(period_kind, '{{ var("consumer_period") }}')
            when 'month' then 12
            else 4
        end as season_periods,
        coalesce(half_life_days, {{ var('consumer_half_life_days') }}) as half_life_days
    from settings
)

select * from final
