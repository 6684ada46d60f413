-- Settings resolved once, so that no later model asks again which default holds.
with
studies as (
    select * from {{ source('config', 'studies') }}
),

final as (
    select
        study_code,
        study_name_zh,
        study_name_en,
        description,
        unit_level,
        first_year,
        last_year,
        is_synthetic,

        {{ setting('max_gap_years') }}::integer as max_gap_years,
        {{ setting('extend_edges') }}::boolean as extend_edges,
        {{ setting('winsor_lower') }}::double as winsor_lower,
        {{ setting('winsor_upper') }}::double as winsor_upper,
        {{ setting('entropy_scope') }}::varchar as entropy_scope,
        {{ setting('weight_cap') }}::double as weight_cap,
        {{ setting('min_observed_share') }}::double as min_observed_share,

        study_folder,
        config_hash,
        _load_id
    from studies
)

select * from final
