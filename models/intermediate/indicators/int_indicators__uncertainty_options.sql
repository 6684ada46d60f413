-- The index's own option stands first, whether the study named it or not: then the draws always
-- contain the index, and option 1 of every choice is the index itself: own, as a design of the
-- study's own has it.
{% set own = {
    'imputation': 'interpolate',
    'normalization': 'minmax',
    'weighting': 'entropy',
    'aggregation': 'arithmetic',
} %}

with
settings as (
    select * from {{ ref('int_indicators__uncertainty_settings') }}
),

named_options as (
    select * from {{ source('config', 'study_uncertainty_options') }}
),

own_options as (
    {% for choice, option in own.items() %}
        select
            study_code,
            '{{ choice }}' as choice_code,
            case when design is null then '{{ option }}' else 'own' end as option_code,
            null::double as winsor_lower,
            null::double as winsor_upper
        from settings
        union all
    {% endfor %}
    select
        study_code,
        'winsorizing' as choice_code,
        null::string as option_code,
        winsor_lower,
        winsor_upper
    from settings
),

other_options as (
    select
        named_options.study_code,
        named_options.choice_code,
        named_options.position,
        named_options.option_code,
        named_options.winsor_lower,
        named_options.winsor_upper
    from named_options
    inner join own_options
        on
            named_options.study_code = own_options.study_code
            and named_options.choice_code = own_options.choice_code
    where
        named_options.option_code is distinct from own_options.option_code
        or named_options.winsor_lower is distinct from own_options.winsor_lower
        or named_options.winsor_upper is distinct from own_options.winsor_upper
),

final as (
    select
        study_code,
        choice_code,
        1 as position,
        option_code,
        winsor_lower,
        winsor_upper
    from own_options
    union all
    select
        study_code,
        choice_code,
        1 + row_number() over (
            partition by study_code, choice_code order by other_options.position
        ) as position,
        option_code,
        winsor_lower,
        winsor_upper
    from other_options
)

select * from final
