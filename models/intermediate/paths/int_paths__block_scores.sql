with
positions as (
    select * from {{ ref('int_paths__feature_positions') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

sums as (
    select
        study_code,
        recipe_code,
        unit_code,
        year,
        block_code,
        dimension_code,
        {{ exact_share_sum('weight * position') }} as weighted_sum,
        {{ exact_share_sum('weight') }} filter (where position is not null) as observed_weight
    from positions
    group by study_code, recipe_code, unit_code, year, block_code, dimension_code
),

final as (
    select
        sums.study_code,
        sums.recipe_code,
        sums.unit_code,
        sums.year,
        sums.block_code,
        sums.dimension_code,
        -- the weights of a block and dimension sum to 1: what is observed is the observed share
        case
            when sums.observed_weight >= studies.min_observed_share - 1e-12
                then sums.weighted_sum / nullif(sums.observed_weight, 0)
        end as block_score
    from sums
    inner join studies
        on sums.study_code = studies.study_code
)

select * from final
