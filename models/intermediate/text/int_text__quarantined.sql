-- Documents and metadata lines in quarantine, in the columns of quality.fct_quarantine.
with
documents as (
    select * from {{ ref('int_text__typed_documents') }}
    where quarantine_reason is not null
),

document_metadata as (
    select * from {{ ref('stg_text__document_metadata') }}
    where reader_issue is not null
),

together as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        issuer_text,
        date_text,
        type_text as value_text,
        year,
        quarantine_reason as reason_code,
        coalesce(
            reader_detail,
            {{ messages([message(
                'readers.year_meant', {'year': 'likely_year'}, when='likely_year is not null'
            )]) }}
        ) as reader_detail
    from documents

    union all

    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        '' as issuer_text,
        '' as date_text,
        file_text as value_text,
        null as year,
        reader_issue as reason_code,
        reader_detail
    from document_metadata
),

final as (
    {{ quarantined('together', {
        'column_label': "''",
        'unit_name': 'together.issuer_text',
        'year_text': 'together.date_text',
        'measure_unit_text': "''",
        'unit_said': 'together.issuer_text',
        'reader_detail': 'together.reader_detail',
    }) }}
    from together
)

select * from final
