-- Every pair with a strength, whatever it comes from; a pair that is not here has none.
with
gravity as (
    select * from {{ ref('int_networks__gravity') }}
),

table_links as (
    select * from {{ ref('int_networks__table_links') }}
),

final as (
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        strength,
        distance,
        distance_measure,
        is_imputed,
        null::bigint as n_records
    from gravity
    union all
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        strength,
        null::double as distance,
        null::string as distance_measure,
        false as is_imputed,
        n_records::bigint as n_records
    from table_links
)

select * from final
