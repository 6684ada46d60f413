with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('degree_distribution') }}
    from {{ ref('int_networks__measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        degree_type::varchar as degree_type,
        degree::integer as degree,
        n_nodes::integer as n_nodes,
        node_share::double as node_share,
        node_share_at_least::double as node_share_at_least,
        poisson_share::double as poisson_share
    from measures
)

select * from final
