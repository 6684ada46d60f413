with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('null_models') }}
    from {{ ref('int_networks__draws') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        measure_code::varchar as measure_code,
        value::double as value,
        value_p05::double as value_p05,
        value_p50::double as value_p50,
        value_p95::double as value_p95,
        null_mean::double as null_mean,
        null_p05::double as null_p05,
        null_p95::double as null_p95,
        p_value::double as p_value,
        lattice_value::double as lattice_value,
        n_draws::integer as n_draws,
        swaps_per_link::double as swaps_per_link,
        seed::integer as seed,
        convention::varchar as convention,
        ({{ network_words_zh('convention') }})::varchar as convention_zh,
        reason::varchar as reason,
        ({{ network_words_zh('reason') }})::varchar as reason_zh
    from measures
)

select * from final
