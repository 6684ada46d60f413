-- Every unit-year and driving dimension of a study, whether anything is known of it or not.
with
path_types as (
    select * from {{ ref('int_paths__path_types') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

scales as (
    select * from {{ ref('int_paths__scales') }}
),

block_scores as (
    select * from {{ ref('int_paths__block_scores') }}
),

fusion_weights as (
    select
        study_code,
        recipe_code,
        max(case when block_code = 'structured' then weight end) as structured_weight,
        max(case when block_code = 'text' then weight end) as text_weight,
        max(case when block_code = 'network' then weight end) as network_weight
    from scales
    where feature_code = ''
    group by study_code, recipe_code
),

side_by_side as (
    select
        study_code,
        recipe_code,
        unit_code,
        year,
        dimension_code,
        max(case when block_code = 'structured' then block_score end) as structured_score,
        max(case when block_code = 'text' then block_score end) as text_score,
        max(case when block_code = 'network' then block_score end) as network_score
    from block_scores
    group by study_code, recipe_code, unit_code, year, dimension_code
),

laid_out as (
    select
        fusion_weights.study_code,
        fusion_weights.recipe_code,
        study_units.unit_code,
        study_years.year,
        path_types.dimension_code,
        side_by_side.structured_score,
        side_by_side.text_score,
        side_by_side.network_score,
    {% for block in ['structured', 'text', 'network'] %}
        case
            when side_by_side.{{ block }}_score is null then 0e0
            else fusion_weights.{{ block }}_weight
        end as {{ block }}_part,
        case when side_by_side.{{ block }}_score is null then 0e0 else 1e0 end
            as {{ block }}_is_there{{ ',' if not loop.last }}
    {% endfor %}
    from fusion_weights
    inner join path_types
        on fusion_weights.study_code = path_types.study_code
    inner join study_units
        on fusion_weights.study_code = study_units.study_code
    inner join study_years
        on fusion_weights.study_code = study_years.study_code
    left join side_by_side
        on
            fusion_weights.study_code = side_by_side.study_code
            and fusion_weights.recipe_code = side_by_side.recipe_code
            and study_units.unit_code = side_by_side.unit_code
            and study_years.year = side_by_side.year
            and path_types.dimension_code = side_by_side.dimension_code
),

-- a block that is not there leaves its share to the others; when these weigh nothing, equally
shares as (
    select
        *,
    {% for block in ['structured', 'text', 'network'] %}
        case
            when structured_part + text_part + network_part > 0
                then {{ block }}_part / (structured_part + text_part + network_part)
            else
                {{ block }}_is_there
                / nullif(structured_is_there + text_is_there + network_is_there, 0)
        end as {{ block }}_share{{ ',' if not loop.last }}
    {% endfor %}
    from laid_out
),

final as (
    select
        study_code,
        recipe_code,
        unit_code,
        year,
        dimension_code,
        structured_score,
        text_score,
        network_score,
        structured_share,
        text_share,
        network_share,
        coalesce(structured_share * structured_score, 0e0)
        + coalesce(text_share * text_score, 0e0)
        + coalesce(network_share * network_score, 0e0)
        + 0e0 * structured_share as fused_score
    from shares
)

select * from final
