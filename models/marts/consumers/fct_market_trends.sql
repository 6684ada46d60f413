with
rows_found as (
    select * from {{ ref('int_consumers__trends') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'market_trends'
),

few as (
    select
        study_code,
        split_part(cell, '|', 1) as category_code
    from people_behind
    where is_small
    group by all
),

judged as (
    select
        rows_found.*,
        few.category_code is not null as is_suppressed
    from rows_found
    left join few
        on
            rows_found.study_code = few.study_code
            and rows_found.category_code = few.category_code
),

final as (
    select
        {{ contracted(
            change_count=array_length('change_starts'),
            last_change_on=array_item('change_starts', array_length('change_starts')),
            n_weeks='n_periods',
            growth_share='case when not is_suppressed then growth_share end',
            share_recent='case when not is_suppressed then share_recent end',
            share_before='case when not is_suppressed then share_before end'
        ) }}
    from judged
)

select * from final
