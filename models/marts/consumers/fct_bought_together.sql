with
pairs as (
    select * from {{ ref('int_consumers__item_pairs') }}
    where not is_small
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

shares as (
    select
        *,
        1e0 * baskets / baskets_of_all as share_both,
        1e0 * baskets_with_item / baskets_of_all as share_item,
        1e0 * baskets_with_other / baskets_of_all as share_other
    from pairs
),

-- the logarithm of the lift and its standard error, by the delta method
lifts as (
    select
        *,
        share_both / share_item as share_of_item,
        share_both / share_other as share_of_other,
        share_both / (share_item * share_other) as lift,
        sqrt(greatest(
            1 / share_both - 1 / share_item - 1 / share_other
            + 2 * share_both / (share_item * share_other) - 1, 0
        ) / baskets_of_all) as log_error
    from shares
),

named as (
    select
        lifts.*,
        items.title,
        others.title as other_title,
        lifts.lift * exp(-1.959964 * lifts.log_error) as lower,
        lifts.lift * exp(1.959964 * lifts.log_error) as upper
    from lifts
    left join items
        on
            lifts.study_code = items.study_code
            and lifts.item_code = items.item_code
    left join items as others
        on
            lifts.study_code = others.study_code
            and lifts.other_code = others.item_code
),

final as (
    select
        {{ contracted() }}
    from named
)

select * from final
