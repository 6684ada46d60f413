-- Every line of links with its two nodes, its frequency and year, and what is wrong with it.
with
networks as (
    select * from {{ ref('stg_networks__networks') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

links as (
    select * from {{ ref('stg_networks__links') }}
),

units as (
    select * from {{ ref('int_units__names') }}
),

joined as (
    select
        links.*,
        networks.node_kind,
        networks.network_kind,
        networks.stated_year,
        coalesce(networks.first_year, studies.first_year) as first_year,
        coalesce(networks.last_year, studies.last_year) as last_year,
        unit_a.unit_code as unit_a,
        unit_b.unit_code as unit_b,
        unit_a.unit_status as status_a,
        unit_b.unit_status as status_b,
        coalesce(networks.stated_year, links.year) as link_year
    from links
    inner join networks
        on
            links.study_code = networks.study_code
            and links.network_code = networks.network_code
    inner join studies
        on links.study_code = studies.study_code
    left join units as unit_a
        on
            networks.node_kind = 'units'
            and {{ names_unit('links', 'node_a', 'unit_a') }}
    left join units as unit_b
        on
            networks.node_kind = 'units'
            and {{ names_unit('links', 'node_b', 'unit_b') }}
),

final as (
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        node_a,
        node_b,
        frequency_text,
        period_text,
        reader_detail,
        case
            when node_kind = 'units' then unit_a
            when network_kind = 'pajek' then 'vertex ' || vertex_a
            else node_a_key
        end as key_a,
        case
            when node_kind = 'units' then unit_b
            when network_kind = 'pajek' then 'vertex ' || vertex_b
            else node_b_key
        end as key_b,
        -- a table without a frequency column counts its lines
        case when frequency_text is null then 1e0 else frequency end as frequency,
        link_year as year,
        coalesce(is_arc, true) as is_arc,
        link_year between first_year and last_year as is_network_year,
        coalesce(node_kind = 'units' and 'out_of_scope' in (status_a, status_b), false)
            as is_out_of_scope,
        case
            when reader_issue is not null then reader_issue
            when network_kind != 'pajek' and '' in (node_a, node_b) then 'endpoint_missing'
            when node_kind = 'units' and 'unknown' in (status_a, status_b) then 'unit_unknown'
            when node_kind = 'units' and 'ambiguous' in (status_a, status_b) then 'unit_ambiguous'
            when frequency_text = '' then 'frequency_missing'
            when frequency_text is not null and frequency is null then 'value_not_a_number'
            when not {{ is_finite('frequency') }} then 'value_not_finite'
            when frequency < 0 then 'frequency_negative'
            when link_year is null then 'year_not_understood'
        end as quarantine_reason
    from joined
)

select * from final
