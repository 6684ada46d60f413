-- Which of a study's networks stands for it: always the first that the study names. Beside the
-- units' other numbers the first whose nodes are units; beside a paper's centralities the first
-- gravity network; beside its number of enterprises the first of a file whose nodes are no units.
{% set purposes = {
    'units': 'is_of_units',
    'centrality': "network_kind = 'gravity'",
    'enterprises': "network_kind <> 'gravity' and node_kind = 'table' and not is_by_unit",
} %}

with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

candidates as (
    {% for purpose, condition in purposes.items() %}
        select
            study_code,
            network_code,
            position,
            '{{ purpose }}' as purpose_code
        from networks
        where {{ condition }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        study_code,
        network_code,
        purpose_code
    from candidates
    qualify row_number() over (partition by study_code, purpose_code order by position) = 1
)

select * from final
