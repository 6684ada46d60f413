-- Every line about competitors' prices with the place where it ends: the last price of a day holds.
with
prices as (
    select * from {{ ref('stg_consumers__prices') }}
),

judged as (
    select
        *,
        case
            when price_cny is null then 'not_a_number'
            when price_cny <= 0 then 'price_not_positive'
            when observed_at is null then 'time_not_understood'
        end as reason_code
    from prices
),

ranked as (
    select
        *,
        row_number() over day as place,
        first_value(price_cny) over day as price_that_holds
    from judged
    window day as (
        partition by
            study_code, item_code, seller_name, observed_at::date, reason_code is null
        order by mapping_code desc, source_file desc, row_number desc
    )
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        item_code,
        seller_name,
        observed_at,
        price_cny,
        at_text,
        coalesce(
            reason_code, case when price_cny != price_that_holds then 'two_prices_a_day' end
        ) as reason_code,
        case
            when reason_code is not null or price_cny != price_that_holds then 'quarantined'
            when place > 1 then 'collapsed'
            else 'loaded'
        end as outcome
    from ranked
)

select * from final
