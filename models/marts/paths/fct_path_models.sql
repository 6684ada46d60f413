with
models as (
    {{ nested_rows('int_paths__results', 'models') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

stored_models as (
    select * from {{ source('paths', 'previous_path_models') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

words as (
    {{ words_of(['paths']) }}
),

final as (
    select
        models.study_code::string as study_code,
        models.status::string as status,
        models.model_version::string as model_version,
        models.is_retrained::boolean as is_retrained,
        (
            case
                when models.status != 'recognised' then null
                -- the same data and settings grow the same forest: it keeps its first release
                when models.model_version = stored_models.model_version
                    then stored_models.trained_release_id
                else settings._load_id
            end
        )::string as trained_release_id,
        settings.retrain::string as retrain,
        models.reason_code::string as reason_code,
        {{ told('models.reason_said', 'en') }}::string as reason,
        {{ told('models.reason_said', 'zh') }}::string as reason_zh,
        {{ told('models.notes_said', 'en') }}::string as notes,
        {{ told('models.notes_said', 'zh') }}::string as notes_zh,
        models.n_samples::integer as n_samples,
        models.n_scored::integer as n_scored,
        models.n_labelled::integer as n_labelled,
        models.n_training::integer as n_training,
        models.n_test::integer as n_test,
        settings.label_strategy::string as label_strategy,
        settings.structured_weight::double as structured_weight,
        settings.text_weight::double as text_weight,
        settings.network_weight::double as network_weight,
        settings.trees::integer as n_trees,
        settings.max_depth::integer as max_depth,
        settings.min_samples_leaf::integer as min_samples_leaf,
        settings.training_share::double as training_share,
        settings.seed::integer as seed,
        settings.drift_threshold::double as drift_threshold,
        studies.is_synthetic::boolean as is_synthetic
    from models
    inner join settings
        on models.study_code = settings.study_code
    inner join studies
        on models.study_code = studies.study_code
    left join stored_models
        on models.study_code = stored_models.study_code
    cross join words
)

select * from final
