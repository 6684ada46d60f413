with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('grid') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        structured_weight::double as structured_weight,
        text_weight::double as text_weight,
        network_weight::double as network_weight,
        oob_accuracy::double as oob_accuracy,
        oob_macro_f1::double as oob_macro_f1,
        n_trees::integer as n_trees,
        is_own::boolean as is_own
    from unfolded
)

select * from final
