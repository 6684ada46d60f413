-- Names of the features that lift a path most in its leading dimension, and least in its weakest.
with
profiles as (
    select * from {{ ref('int_paths__path_profiles') }}
),

lifts as (
    select * from {{ ref('int_paths__feature_lifts') }}
),

feature_map as (
    select * from {{ ref('int_paths__feature_map') }}
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
