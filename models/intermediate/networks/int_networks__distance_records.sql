-- Every line of a table of distances with its two units, and what is wrong with it.
with
distances as (
    select * from {{ ref('stg_networks__distances') }}
),

units as (
    select * from {{ ref('int_units__names') }}
),

joined as (
    select
        distances.*,
        unit_a.unit_code as code_a,
        unit_b.unit_code as code_b,
        unit_a.unit_status as status_a,
        unit_b.unit_status as status_b
    from distances
    inner join units as unit_a
        on
            {{ names_unit('distances', 'unit_a', 'unit_a') }}
    inner join units as unit_b
        on
            {{ names_unit('distances', 'unit_b', 'unit_b') }}
),

compared as (
    select
        *,
        'out_of_scope' in (status_a, status_b) as is_out_of_scope,
        row_number() over (
            partition by study_code, network_code, code_a, code_b
            order by source_file, sheet_name, row_number
        ) as place,
        min(distance) over (partition by study_code, network_code, code_a, code_b)
        != max(distance) over (partition by study_code, network_code, code_a, code_b)
            as is_contradicting
    from joined
),

final as (
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        unit_a,
        unit_b,
        code_a,
        code_b,
        distance_text,
        distance,
        reader_detail,
        is_out_of_scope,
        case
            when reader_issue is not null then reader_issue
            when '' in (unit_a, unit_b) then 'endpoint_missing'
            when is_out_of_scope then null
            when 'unknown' in (status_a, status_b) then 'unit_unknown'
            when 'ambiguous' in (status_a, status_b) then 'unit_ambiguous'
            when coalesce(distance_text, '') = '' then 'distance_missing'
            when distance is null then 'value_not_a_number'
            when not {{ is_finite('distance') }} then 'value_not_finite'
            when distance < 0 then 'distance_negative'
            when coalesce(is_contradicting, false) then 'conflicting_distance'
        end as quarantine_reason,
        place > 1 as is_repeated
    from compared
)

select * from final
