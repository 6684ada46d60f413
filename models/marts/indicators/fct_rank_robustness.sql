{# From this share of the draws on an order is called firm. #}
{% set firm = 0.95 %}
{# Shares in per cent that the words of a finding hang on. #}
{% set bounds = (0, 50, (100 * firm) | int, 100) %}

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

final as (
    select
        study_code::varchar as study_code,
        year::integer as year,
        better_place::integer as better_place,
        better_unit_code::varchar as better_unit_code,
        worse_unit_code::varchar as worse_unit_code,
        score_difference::double as score_difference,
        order_probability::double as order_probability,
        (order_probability >= {{ firm }})::boolean as is_order_firm,
        n_draws::bigint as n_draws,
        case
            when order_probability is null then 'No draw scores both.'
            when order_probability >= {{ firm }}
                then
                    'Firm: ' || better_name_en || ' stands before ' || worse_name_en || ' in '
                    || order_text || ' % of the draws.'
            when order_probability < 0.5
                then
                    'Against the index, ' || worse_name_en || ' stands before ' || better_name_en
                    || ' in ' || reverse_text || ' % of the draws.'
            else
                'Open: ' || better_name_en || ' stands before ' || worse_name_en || ' in only '
                || order_text || ' % of the draws.'
        end::varchar as finding,
        case
            when order_probability is null then '没有一次抽样同时给出两者的得分。'
            when order_probability >= {{ firm }}
                then
                    '次序稳固：' || order_text || '%的抽样中' || better_name_zh || '排在'
                    || worse_name_zh || '之前。'
            when order_probability < 0.5
                then
                    '与指数相反：' || reverse_text || '%的抽样中' || worse_name_zh || '排在'
                    || better_name_zh || '之前。'
            else
                '次序未定：仅' || order_text || '%的抽样中' || better_name_zh || '排在'
                || worse_name_zh || '之前。'
        end::varchar as finding_zh
    from named
)

select * from final
