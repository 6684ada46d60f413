with
customer_values as (
    select * from {{ ref('int_consumers__customer_values') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

summed as (
    select
        segments.study_code,
        segments.segment_code,
        count(*) as buyers,
        {{ exact_mean('customer_values.p_alive') }} as p_alive,
        {{ exact_mean('customer_values.expected_purchases') }} as expected_purchases,
        max(customer_values.horizon_weeks) as horizon_weeks,
        max(customer_values.r) as r,
        max(customer_values.alpha_weeks) as alpha_weeks,
        max(customer_values.a) as a,
        max(customer_values.b) as b,
        count(*) < max(settings.k_required) as is_suppressed
    from customer_values
    inner join segments
        on
            customer_values.study_code = segments.study_code
            and customer_values.person_code = segments.person_code
    inner join settings on customer_values.study_code = settings.study_code
    group by segments.study_code, segments.segment_code
),

final as (
    select
        {{ contracted(
            buyers='case when not is_suppressed then buyers end',
            p_alive='case when not is_suppressed then p_alive end',
            expected_purchases='case when not is_suppressed then expected_purchases end'
        ) }}
    from summed
)

select * from final
