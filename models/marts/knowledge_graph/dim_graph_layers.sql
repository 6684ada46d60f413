with
layers as (
    select * from {{ source('knowledge_graph', 'study_graph_layers') }}
),

links as (
    {{ nested_rows('int_knowledge_graph__layers', 'links') }}
),

nodes as (
    {{ nested_rows('int_knowledge_graph__layers', 'nodes') }}
),

link_counts as (
    select
        study_code,
        layer_code,
        count(*) as n_links
    from links
    group by study_code, layer_code
),

node_counts as (
    select
        study_code,
        layer_code,
        count(*) as n_entities
    from nodes
    group by study_code, layer_code
),

joined as (
    select
        layers.study_code,
        layers.layer_code,
        layers.layer_name_zh,
        layers.layer_name_en,
        layers.one_end,
        layers.other_end,
        layers.position,
        coalesce(node_counts.n_entities, 0) as n_entities,
        coalesce(link_counts.n_links, 0) as n_links
    from layers
    left join node_counts
        on
            layers.study_code = node_counts.study_code
            and layers.layer_code = node_counts.layer_code
    left join link_counts
        on
            layers.study_code = link_counts.study_code
            and layers.layer_code = link_counts.layer_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
