with
rows_found as (
    select * from {{ ref('int_consumers__trends') }}
),

final as (
    select
        {{ contracted(
            change_count='len(change_starts)',
            last_change_on='change_starts[len(change_starts)]',
            n_weeks='n_periods'
        ) }}
    from rows_found
)

select * from final
