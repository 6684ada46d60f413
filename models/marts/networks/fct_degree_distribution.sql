with

measures as (
    {{ nested_rows(
        'int_networks__measures', 'degree_distribution', ['study_code', 'network_code']
    ) }}
),

final as (
    select
        {{ contracted() }}
    from measures
)

select * from final
