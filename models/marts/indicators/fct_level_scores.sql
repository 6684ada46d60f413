with

scores as (
    {{ nested_rows('int_indicators__composite', 'scores') }}
),

ranked as (
    select
        *,
        case
            when score is not null
                then
                    rank() over (
                        partition by study_code, year, group_code
                        order by score desc nulls last
                    )
        end as rank_in_year
    from scores
),

final as (
    select
        {{ contracted() }}
    from ranked
)

select * from final
