with
network_distances as (
    select * from {{ source('networks', 'network_distances') }}
),

final as (
    select
        study_code,
        network_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(unit_a, '') as unit_a,
        coalesce(unit_b, '') as unit_b,
        distance_text,
        {{ parse_number('distance_text') }} as distance,

        reader_issue,
        reader_detail
    from network_distances
)

select * from final
