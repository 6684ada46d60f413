with
rows_found as (
    select * from {{ ref('int_consumers__elasticities') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'price_elasticity'
),

judged as (
    select
        rows_found.*,
        coalesce(people_behind.is_small, false) as is_suppressed,
        {{ messages([message('elasticity', by="replace(rows_found.status, ' ', '_')", values=[
            'identified', 'not_elastic_enough', 'reverse_causality_suspected', 'not_enough_data'
        ])]) }} as status_said
    from rows_found
    left join people_behind
        on
            rows_found.study_code = people_behind.study_code
            and rows_found.category_code = people_behind.cell
),

words as (
    {{ words_of(['consumers']) }}
),

final as (
    select
        {{ contracted(
            status_zh=told('status_said', 'zh'),
            elasticity='case when not is_suppressed then elasticity end',
            lower='case when not is_suppressed then lower end',
            upper='case when not is_suppressed then upper end',
            is_used='is_used and not is_suppressed'
        ) }}
    from judged
    cross join words
)

select * from final
