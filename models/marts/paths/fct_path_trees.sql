with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('trees') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        tree_number::integer as tree_number,
        node_number::integer as node_number,
        dimension_code::varchar as dimension_code,
        threshold::double as threshold,
        left_node::integer as left_node,
        right_node::integer as right_node,
        path_code::varchar as path_code,
        n_samples::double as n_samples,
        impurity::double as impurity
    from unfolded
)

select * from final
