-- Items as first listed, with the creator's region, the category under which they are published,
-- and the conventions by which their study counts.
with
items as (
    select * from {{ ref('stg_consumers__items') }}
    where item_code is not null
    qualify
        row_number() over (
            partition by study_code, item_code order by mapping_code, source_file, row_number
        ) = 1
),

creators as (
    select * from {{ ref('stg_consumers__creators') }}
    where creator_code is not null
    qualify
        row_number() over (
            partition by study_code, creator_code order by mapping_code, source_file, row_number
        ) = 1
),

events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

-- a study without a table of items: every item is of the category 'none'
named as (
    select
        study_code,
        item_code,
        coalesce(nullif(category_code, ''), 'none') as leaf_category,
        title,
        creator_code,
        -- a cost above the price is a slip of one of the two: no price is judged by it
        case when not coalesce(cost_cny > list_price_cny, false) then cost_cny end as cost_cny,
        list_price_cny,
        item_text,
        expected_rating
    from items
    union all
    select distinct
        study_code,
        item_code,
        'none' as leaf_category,
        null::string as title,
        null::string as creator_code,
        null::double as cost_cny,
        null::double as list_price_cny,
        null::string as item_text,
        null::double as expected_rating
    from events
    where study_code not in (select items.study_code from items)
),

persons as (
    select
        events.study_code,
        named.leaf_category,
        date_trunc(settings.period_kind, events.occurred_at) as period,
        count(distinct events.person_code) as persons
    from events
    inner join named
        on
            events.study_code = named.study_code
            and events.item_code = named.item_code
    inner join settings on events.study_code = settings.study_code
    group by all
),

-- merged upward: a leaf stands for itself where enough people are behind it in most periods
leaves as (
    select
        persons.study_code,
        persons.leaf_category,
        1e0 * count(*) filter (where persons.persons >= settings.k_required) / count(*)
        >= {{ var('consumer_leaf_share') }} as is_published
    from persons
    inner join settings on persons.study_code = settings.study_code
    group by persons.study_code, persons.leaf_category
),

placed as (
    select
        named.study_code,
        named.item_code,
        named.title,
        named.leaf_category,
        case
            when coalesce(leaves.is_published, false) then named.leaf_category
            else split_part(named.leaf_category, '/', 1)
        end as category_code,
        named.creator_code,
        creators.region_text as creator_region,
        creators.size_band as creator_size,
        named.cost_cny,
        named.list_price_cny,
        named.item_text,
        named.expected_rating,
        settings.period_kind,
        settings.season_periods,
        settings.half_life_days
    from named
    inner join settings on named.study_code = settings.study_code
    left join leaves
        on
            named.study_code = leaves.study_code
            and named.leaf_category = leaves.leaf_category
    left join creators
        on
            named.study_code = creators.study_code
            and named.creator_code = creators.creator_code
),

-- millions of profiles are kept under a number instead of a name
final as (
    select
        *,
        dense_rank() over (order by study_code, category_code)::integer as category_number
    from placed
)

select * from final
