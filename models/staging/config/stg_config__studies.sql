-- Settings resolved once, so that no later model asks again which default holds.
with
studies as (
    select * from {{ source('config', 'studies') }}
),

study_index as (
    select * from {{ source('config', 'study_index') }}
),

final as (
    select
        studies.study_code,
        studies.study_name_zh,
        studies.study_name_en,
        studies.description,
        studies.unit_level,
        studies.first_year,
        studies.last_year,
        studies.is_synthetic,

        {{ setting('study_index.max_gap_years') }}::integer as max_gap_years,
        {{ setting('study_index.extend_edges') }}::boolean as extend_edges,
        {{ setting('study_index.winsor_lower') }}::double as winsor_lower,
        {{ setting('study_index.winsor_upper') }}::double as winsor_upper,
        {{ setting('study_index.entropy_scope') }}::string as entropy_scope,
        {{ setting('study_index.weight_cap') }}::double as weight_cap,
        {{ setting('study_index.min_observed_share') }}::double as min_observed_share,

        study_index.design,

        studies.study_folder,
        studies.config_hash,
        studies._load_id
    from studies
    inner join study_index
        on studies.study_code = study_index.study_code
)

select * from final
