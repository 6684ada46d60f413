with
previous_path_trees as (
    select * from {{ source('paths', 'previous_path_trees') }}
),

final as (
    select
        study_code,
        tree_number,
        node_number,
        dimension_code,
        threshold,
        left_node,
        right_node,
        path_code,
        n_samples,
        impurity
    from previous_path_trees
)

select * from final
