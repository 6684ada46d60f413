{# From this share of the draws on an order is called firm. #}
{% set firm = 0.95 %}
{# Shares in per cent that the words of a finding hang on. #}
{% set bounds = (0, 50, (100 * firm) | int, 100) %}
{% set pair = {
    'better': ['better_name_zh', 'better_name_en'],
    'worse': ['worse_name_zh', 'worse_name_en'],
    'share': 'order_text'
} %}
{% set finding = messages([
    message('order.unknown', when='order_probability is null'),
    message('order.firm', pair, when='order_probability >= ' ~ firm),
    message('order.reversed', dict(pair, share='reverse_text'), when='order_probability < 0.5'),
    message(
        'order.open', pair, when='order_probability >= 0.5 and order_probability < ' ~ firm
    ),
]) %}

with

results as (
    select * from {{ ref('int_indicators__uncertainty') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

pairs as (
    select
        study_code,
        n_draws,
        {{ struct_rows('robustness') }}
    from results
),

named as (
    select
        pairs.*,
        coalesce(better.unit_name_en, pairs.better_unit_code) as better_name_en,
        coalesce(worse.unit_name_en, pairs.worse_unit_code) as worse_name_en,
        coalesce(better.unit_name_zh, pairs.better_unit_code) as better_name_zh,
        coalesce(worse.unit_name_zh, pairs.worse_unit_code) as worse_name_zh,
        {{ apart('100 * pairs.order_probability', bounds, 0) }} as order_text,
        {{ apart('100 - 100 * pairs.order_probability', bounds, 0) }} as reverse_text
    from pairs
    left join units as better
        on pairs.better_unit_code = better.unit_code
    left join units as worse
        on pairs.worse_unit_code = worse.unit_code
),

spoken as (
    {{ with_words('named', ['indicators']) }}
),

final as (
    select
        study_code::string as study_code,
        year::integer as year,
        better_place::integer as better_place,
        better_unit_code::string as better_unit_code,
        worse_unit_code::string as worse_unit_code,
        score_difference::double as score_difference,
        order_probability::double as order_probability,
        (order_probability >= {{ firm }})::boolean as is_order_firm,
        n_draws::bigint as n_draws,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
