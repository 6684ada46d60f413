-- Settings resolved once, so that no later model asks again which default holds.
with
study_paths as (
    select * from {{ source('paths', 'study_paths') }}
),

final as (
    select
        study_code,
        label_strategy,
        {{ setting('structured_weight', 'path_structured_weight') }}::double as structured_weight,
        {{ setting('text_weight', 'path_text_weight') }}::double as text_weight,
        {{ setting('network_weight', 'path_network_weight') }}::double as network_weight,
        {{ setting('trees', 'path_trees') }}::integer as trees,
        {{ setting('max_depth', 'path_max_depth') }}::integer as max_depth,
        {{ setting('min_samples_leaf', 'path_min_samples_leaf') }}::integer as min_samples_leaf,
        {{ setting('training_share', 'path_training_share') }}::double as training_share,
        seed,
        retrain,
        drift_threshold,
        grid_step,
        grid_trees,
        has_networks_named,
        _load_id
    from study_paths
)

select * from final
