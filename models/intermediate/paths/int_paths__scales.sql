with

stored_scales as (
    select * from {{ source('paths', 'previous_path_scales') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

feature_values as (
    select * from {{ ref('int_paths__feature_values') }}
),

ranges as (
    select
        study_code,
        block_code,
        feature_code,
        dimension_code,
        direction,
        min(feature_value) as smallest,
        max(feature_value) as largest
    from feature_values
    where feature_value is not null
    group by study_code, block_code, feature_code, dimension_code, direction
),

-- P1 Eq 4 and 5 in one: what scores 0 and what scores 1
spans as (
    select
        *,
        case when direction = 'negative' then largest else smallest end as lowest,
        case when direction = 'negative' then smallest else largest end as highest
    from ranges
),

positions as (
    select
        spans.study_code,
        spans.block_code,
        spans.feature_code,
        spans.dimension_code,
        spans.lowest,
        spans.highest,
        (feature_values.feature_value - spans.lowest) / nullif(spans.highest - spans.lowest, 0)
            as position
    from spans
    inner join feature_values
        on
            spans.study_code = feature_values.study_code
            and spans.block_code = feature_values.block_code
            and spans.feature_code = feature_values.feature_code
    where feature_values.feature_value is not null
),

sums as (
    select
        study_code,
        block_code,
        feature_code,
        dimension_code,
        lowest,
        highest,
        count(position) as n_observed,
        {{ exact_sum('position') }} as total,
        {{ exact_sum('position * ln(greatest(position, 1e-300))') }} as total_log
    from positions
    group by study_code, block_code, feature_code, dimension_code, lowest, highest
),

spreads as (
    select
        *,
        case when total > 0 then ln(total) - total_log / total end as absolute_entropy
    from sums
),

divergences as (
    select
        *,
        {{ entropy_divergence('absolute_entropy', 'n_observed') }} as divergence
    from spreads
),

weighed as (
    select
        study_code,
        block_code,
        feature_code,
        dimension_code,
        lowest,
        highest,
        divergence / nullif(
            sum(divergence) over (partition by study_code, block_code, dimension_code), 0
        ) as weight
    from divergences
    union all
    {% for block in ['structured', 'text', 'network'] %}
        select
            study_code,
            '{{ block }}' as block_code,
            '' as feature_code,
            '' as dimension_code,
            null::double as lowest,
            null::double as highest,
            {{ block }}_weight as weight
        from settings
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- a feature that is the same everywhere says nothing
own_scales as (
    select * from weighed
    where weight > 0 or feature_code = ''
),

final as (
    select
        study_code,
        'own' as recipe_code,
        block_code,
        feature_code,
        dimension_code,
        lowest,
        highest,
        weight
    from own_scales
    union all
    select
        stored_scales.study_code,
        'stored' as recipe_code,
        stored_scales.block_code,
        stored_scales.feature_code,
        stored_scales.dimension_code,
        stored_scales.lowest,
        stored_scales.highest,
        stored_scales.weight
    from stored_scales
    inner join settings
        on stored_scales.study_code = settings.study_code
)

select * from final
