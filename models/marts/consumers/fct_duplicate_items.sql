with
duplicates as (
    select * from {{ ref('int_consumers__duplicates') }}
),

items as (
    select
        study_code,
        count(*) as items
    from {{ ref('int_consumers__items') }}
    where item_text is not null
    group by study_code
),

counted as (
    select
        duplicates.*,
        items.items,
        1e0 * count(*) over (partition by duplicates.study_code) / items.items as duplicate_share
    from duplicates
    inner join items on duplicates.study_code = items.study_code
),

final as (
    select
        {{ contracted() }}
    from counted
)

select * from final
