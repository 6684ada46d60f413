-- What sets a path apart, down to the single indicator, theme or measure.
with
positions as (
    select * from {{ ref('int_paths__feature_positions') }}
    where position is not null
),

features as (
    select * from {{ ref('int_paths__features') }}
),

assignments as (
    select * from {{ ref('int_paths__assignments') }}
    where path_code is not null
),

parts as (
    select
        positions.study_code,
        positions.block_code,
        positions.feature_code,
        positions.dimension_code,
        assignments.path_code,
        positions.weight
        * case positions.block_code
            when 'structured' then features.structured_share
            when 'text' then features.text_share
            else features.network_share
        end as fused_weight,
        positions.position
    from positions
    inner join features
        on
            positions.study_code = features.study_code
            and positions.recipe_code = features.recipe_code
            and positions.unit_code = features.unit_code
            and positions.year = features.year
            and positions.dimension_code = features.dimension_code
    inner join assignments
        on
            positions.study_code = assignments.study_code
            and positions.unit_code = assignments.unit_code
            and positions.year = assignments.year
),

by_path as (
    select
        study_code,
        block_code,
        feature_code,
        dimension_code,
        path_code,
        count(*) as n_samples,
        {{ exact_sum('fused_weight * position') }} as part_sum
    from parts
    group by study_code, block_code, feature_code, dimension_code, path_code
),

compared as (
    select
        *,
        part_sum / n_samples
        - sum(part_sum) over (
            partition by study_code, block_code, feature_code order by path_code
            rows between unbounded preceding and unbounded following
        ) / sum(n_samples) over (partition by study_code, block_code, feature_code) as lift
    from by_path
),

final as (
    select
        study_code,
        path_code,
        dimension_code,
        block_code,
        feature_code,
        lift,
        row_number() over (
            partition by study_code, path_code, dimension_code
            order by lift desc nulls last, block_code asc, feature_code asc
        ) as place_from_top,
        row_number() over (
            partition by study_code, path_code, dimension_code
            order by lift nulls last, block_code, feature_code
        ) as place_from_bottom
    from compared
)

select * from final
