-- Row conservation, counted anew from the raw records: for every file what ingest wrote equals
-- loaded + collapsed + quarantined + out of scope.
{% set network_tables = ['network_links', 'network_nodes', 'network_distances'] %}
{% set consumer_tables = [
    'consumer_events', 'consumer_items', 'consumer_creators', 'consumer_exposures',
    'consumer_prices', 'consumer_reviews', 'consumer_changes', 'consumer_erasures',
] %}

with
records as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name
    from {{ source('landing', 'indicator_records') }}
    {% for table in network_tables %}
        union all
        select
            study_code,
            network_code,
            source_file,
            sheet_name
        from {{ source('networks', table) }}
    {% endfor %}
    {% for table in consumer_tables %}
        union all
        select
            study_code,
            mapping_code,
            source_file,
            '' as sheet_name
        from {{ source('consumers', table) }}
    {% endfor %}
    {% for table in ['documents', 'document_metadata'] %}
        union all
        select
            study_code,
            mapping_code,
            source_file,
            sheet_name
        from {{ source('text', table) }}
    {% endfor %}
    {% for table in ['graph_works', 'graph_roles', 'graph_entities', 'graph_statements'] %}
        union all
        select
            study_code,
            mapping_code,
            source_file,
            sheet_name
        from {{ source('knowledge_graph', table) }}
    {% endfor %}
    union all
    select
        study_code,
        mapping_code,
        source_file,
        '' as sheet_name
    from {{ source('landing', 'unread_files') }}
    union all
    select
        study_code,
        'paths' as mapping_code,
        source_file,
        sheet_name
    from {{ source('paths', 'path_labels') }}
),

raw_records as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        count(*) as n_rows
    from records
    group by all
),

accounted as (
    select * from {{ ref('fct_source_files') }}
),

final as (
    select
        accounted.study_code,
        accounted.mapping_code,
        accounted.source_file,
        accounted.sheet_name,
        raw_records.n_rows,
        accounted.rows_in_file
    from accounted
    full outer join raw_records
        on
            accounted.study_code = raw_records.study_code
            and accounted.mapping_code = raw_records.mapping_code
            and accounted.source_file = raw_records.source_file
            and accounted.sheet_name = raw_records.sheet_name
    where
        coalesce(raw_records.n_rows, 0)
        != coalesce(
            accounted.rows_loaded
            + accounted.rows_collapsed
            + accounted.rows_quarantined
            + accounted.rows_out_of_scope,
            -1
        )
)

select * from final
