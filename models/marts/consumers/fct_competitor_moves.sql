with
prices as (
    select * from {{ ref('stg_consumers__prices') }}
    where price_cny > 0 and observed_at is not null
),

cells as (
    select * from {{ ref('int_consumers__price_cells') }}
),

-- two prices a day: the last line holds
daily as (
    select
        study_code,
        item_code,
        seller_name,
        observed_at::date as observed_on,
        price_cny
    from prices
    qualify
        row_number() over (
            partition by study_code, item_code, seller_name, observed_at::date
            order by mapping_code desc, source_file desc, row_number desc
        ) = 1
),

compared as (
    select
        *,
        lag(price_cny) over (
            partition by study_code, item_code, seller_name order by observed_on
        ) as price_before_cny
    from daily
),

moves as (
    select
        compared.*,
        compared.price_cny / compared.price_before_cny - 1 as price_change_share,
        cells.price as own_price_cny,
        cells.price / compared.price_cny - 1 as price_gap_share
    from compared
    left join cells
        on
            compared.study_code = cells.study_code
            and compared.item_code = cells.item
            and year(compared.observed_on) * 12 + month(compared.observed_on) = cells.period
    where compared.price_cny != compared.price_before_cny
),

final as (
    select
        {{ contracted() }}
    from moves
)

select * from final
