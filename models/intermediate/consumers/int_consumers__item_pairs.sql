-- Items that enough people bought on one day, with how many that were and how unlike others they
-- are. Baskets of very many items are stock, not taste; an item that too few bought is in no pair.
with
sales as (
    select * from {{ ref('int_consumers__located') }}
    where kind_code = 'purchase'
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

bought as (
    select distinct
        study_code,
        person_code,
        date_trunc('day', occurred_at) as day,
        item_code
    from sales
),

baskets as (
    select
        study_code,
        person_code,
        day,
        count(*) as items
    from bought
    group by study_code, person_code, day
),

studies as (
    select
        study_code,
        count(*) as baskets
    from baskets
    group by study_code
),

items as (
    select
        bought.study_code,
        bought.item_code,
        count(*) as baskets,
        max(settings.k_required) as k_required
    from bought
    inner join settings on bought.study_code = settings.study_code
    group by bought.study_code, bought.item_code
    having count(distinct bought.person_code) >= max(settings.k_required)
),

candidates as (
    select bought.*
    from bought
    inner join baskets
        on
            bought.study_code = baskets.study_code
            and bought.person_code = baskets.person_code
            and bought.day = baskets.day
            and baskets.items between 2 and {{ var('consumer_basket_most_items') }}
    inner join items
        on
            bought.study_code = items.study_code
            and bought.item_code = items.item_code
),

-- what a person buys together often counts for one person
buyers as (
    select
        candidates.study_code,
        candidates.item_code,
        others.item_code as other_code,
        candidates.person_code,
        count(*) as baskets
    from candidates
    inner join candidates as others
        on
            candidates.study_code = others.study_code
            and candidates.person_code = others.person_code
            and candidates.day = others.day
            and candidates.item_code < others.item_code
    group by
        candidates.study_code, candidates.item_code, others.item_code, candidates.person_code
),

by_segment as (
    select
        buyers.study_code,
        buyers.item_code,
        buyers.other_code,
        segments.segment_code,
        count(*) as persons,
        sum(buyers.baskets)::bigint as baskets
    from buyers
    inner join segments
        on
            buyers.study_code = segments.study_code
            and buyers.person_code = segments.person_code
    group by buyers.study_code, buyers.item_code, buyers.other_code, segments.segment_code
),

everybody as (
    select
        study_code,
        segment_code,
        1e0 * count(*) / sum(count(*)) over (partition by study_code) as share
    from segments
    group by study_code, segment_code
),

shared as (
    select
        by_segment.*,
        everybody.share as share_of_all,
        1e0 * by_segment.persons / sum(by_segment.persons) over (
            partition by by_segment.study_code, by_segment.item_code, by_segment.other_code
        ) as share
    from by_segment
    inner join everybody
        on
            by_segment.study_code = everybody.study_code
            and by_segment.segment_code = everybody.segment_code
),

counted as (
    select
        study_code,
        item_code,
        other_code,
        sum(persons)::bigint as persons,
        sum(baskets)::bigint as baskets,
        count(*) as traits,
        {{ exact_sum('abs(share - share_of_all)') }} / 2
        + (1 - {{ exact_sum('share_of_all') }}) / 2 as distance
    from shared
    group by study_code, item_code, other_code
),

final as (
    select
        counted.*,
        items.baskets as baskets_with_item,
        others.baskets as baskets_with_other,
        studies.baskets as baskets_of_all,
        counted.persons < items.k_required as is_small
    from counted
    inner join items
        on
            counted.study_code = items.study_code
            and counted.item_code = items.item_code
    inner join items as others
        on
            counted.study_code = others.study_code
            and counted.other_code = others.item_code
    inner join studies on counted.study_code = studies.study_code
)

select * from final
