-- Which network stands beside the numbers of a paper: for centralities the study's first gravity
-- network, for the number of enterprises its first network of a file whose nodes are no units.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

candidates as (
    select
        study_code,
        network_code,
        position,
        case
            when network_kind = 'gravity' then 'centrality'
            when node_kind = 'table' and not is_by_unit then 'enterprises'
        end as purpose_code
    from networks
),

final as (
    select
        study_code,
        network_code,
        purpose_code
    from candidates
    where purpose_code is not null
    qualify row_number() over (partition by study_code, purpose_code order by position) = 1
)

select * from final
