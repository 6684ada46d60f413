with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('summary') }}
    from {{ ref('int_networks__measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        measure_code::varchar as measure_code,
        value::double as value,
        convention::varchar as convention,
        ({{ network_words_zh('convention') }})::varchar as convention_zh,
        reason::varchar as reason,
        ({{ network_words_zh('reason') }})::varchar as reason_zh
    from measures
)

select * from final
