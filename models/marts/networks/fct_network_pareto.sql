with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('pareto') }}
    from {{ ref('int_networks__measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        measure_code::varchar as measure_code,
        rank::integer as rank,
        node_code::varchar as node_code,
        value::double as value,
        value_share::double as value_share,
        cumulative_share::double as cumulative_share
    from measures
)

select * from final
