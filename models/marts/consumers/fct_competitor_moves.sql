with
prices as (
    select * from {{ ref('int_consumers__prices') }}
    where outcome = 'loaded'
),

cells as (
    select * from {{ ref('int_consumers__price_cells') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

-- what fewer buyers paid is not said
published_cells as (
    select cells.*
    from cells
    inner join people_behind
        on
            cells.study_code = people_behind.study_code
            and people_behind.table_code = 'competitor_moves'
            and people_behind.cell = concat_ws('|', cells.item, cells.period)
            and not people_behind.is_small
),

daily as (
    select
        study_code,
        item_code,
        seller_name,
        observed_at::date as observed_on,
        price_cny
    from prices
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
        items.title,
        compared.price_cny / compared.price_before_cny - 1 as price_change_share,
        published_cells.price as own_price_cny,
        published_cells.price / compared.price_cny - 1 as price_gap_share
    from compared
    left join published_cells
        on
            compared.study_code = published_cells.study_code
            and compared.item_code = published_cells.item
            and year(compared.observed_on) * 12 + month(compared.observed_on)
            = published_cells.period
    left join items
        on
            compared.study_code = items.study_code
            and compared.item_code = items.item_code
    where compared.price_cny != compared.price_before_cny
),

final as (
    select
        {{ contracted() }}
    from moves
)

select * from final
