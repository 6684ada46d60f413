-- An item that too few people bought has no curve: its quantity would tell of them.
with
rows_found as (
    select * from {{ ref('int_consumers__price_curves') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'price_curve' and not is_small
),

published as (
    select rows_found.*
    from rows_found
    inner join people_behind
        on
            rows_found.study_code = people_behind.study_code
            and rows_found.item_code = people_behind.cell
),

final as (
    select
        {{ contracted() }}
    from published
)

select * from final
