with

measures as (
    {{ nested_rows('int_networks__draws', 'degree_fits', ['study_code', 'network_code']) }}
),

final as (
    select
        {{ contracted() }}
    from measures
)

select * from final
