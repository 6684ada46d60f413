-- Names of the features that lift a path most in its leading dimension, and least in its weakest.
with

profiles as (
    select * from {{ ref('int_paths__path_profiles') }}
),

feature_map as (
    select * from {{ ref('int_paths__feature_map') }}
),

positions as (
    select * from {{ ref('int_paths__feature_positions') }}
    where position is not null
),

features as (
    select * from {{ ref('int_paths__features') }}
),

assignments as (
    select * from ({{ nested_rows('int_paths__results', 'assignments') }}) as nested
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

-- What sets a path apart, down to the single indicator, theme or measure.
lifts as (
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
),

named as (
    select
        profiles.study_code,
        profiles.path_code,
        feature_map.name_zh,
        feature_map.name_en,
        case
            when profiles.place_by_contribution = 1 and lifts.lift > 0 then lifts.place_from_top
        end as leading_place,
        case
            when profiles.place_by_gap = 1 and lifts.lift < 0 then lifts.place_from_bottom
        end as lacking_place
    from profiles
    inner join lifts
        on
            profiles.study_code = lifts.study_code
            and profiles.path_code = lifts.path_code
            and profiles.dimension_code = lifts.dimension_code
    inner join feature_map
        on
            lifts.study_code = feature_map.study_code
            and lifts.block_code = feature_map.block_code
            and lifts.feature_code = feature_map.feature_code
),

final as (
    select
        study_code,
        path_code,
    {% for kind in ['leading', 'lacking'] %}
    {% for language, separator in [('zh', '、'), ('en', ', ')] %}
        nullif(concat_ws(
            '{{ separator }}',
            max(case when {{ kind }}_place = 1 then name_{{ language }} end),
            max(case when {{ kind }}_place = 2 then name_{{ language }} end),
            max(case when {{ kind }}_place = 3 then name_{{ language }} end)
            ), '') as {{ kind }}_features_{{ language }}
        {{- ',' if not loop.last }}
    {% endfor %}
        {{- ',' if not loop.last }}
    {% endfor %}
    from named
    group by study_code, path_code
)

select * from final
