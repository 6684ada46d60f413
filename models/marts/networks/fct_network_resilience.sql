with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('resilience') }}
    from {{ ref('int_networks__measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        strategy_code::varchar as strategy_code,
        n_removed::integer as n_removed,
        removed_share::double as removed_share,
        giant_share::double as giant_share,
        giant_share_p05::double as giant_share_p05,
        giant_share_p95::double as giant_share_p95,
        efficiency::double as efficiency,
        efficiency_p05::double as efficiency_p05,
        efficiency_p95::double as efficiency_p95,
        n_draws::integer as n_draws,
        seed::integer as seed
    from measures
)

select * from final
