-- The first thing found wrong is the reason, in this order: text, id, type, date. An issuer that is
-- no place, or one of several, keeps no text out: the document only lacks its place.
with
facts as (
    select * from {{ ref('int_text__document_facts') }}
),

dates as (
    select * from {{ ref('int_text__document_dates') }}
),

issuers as (
    select * from {{ source('landing', 'unit_names') }}
    where mapping_code = 'issuers of documents'
),

own_type_names as (
    select * from {{ source('text', 'own_document_type_names') }}
),

type_names as (
    select * from {{ ref('document_type_names') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

joined as (
    select
        facts.*,
        dates.year,
        dates.published_on,
        dates.date_precision,
        dates.likely_year,
        coalesce(own_type_names.document_type, type_names.document_type) as document_type,
        issuers.unit_code as issuer_unit_code,
        issuers.counted_unit_code as unit_code,
        issuers.unit_status as issuer_status,
        issuers.candidates,
        coalesce(dates.year between studies.first_year and studies.last_year, false)
            as is_study_year,
        row_number() over (
            partition by facts.study_code, facts.document_id
            order by
                facts.reader_issue is not null,
                facts.mapping_code,
                facts.source_file,
                facts.sheet_name,
                facts.row_number
        ) as occurrence
    from facts
    left join dates
        on facts.date_text = dates.date_text
    left join issuers
        on
            facts.study_code = issuers.study_code
            and facts.issuer_text = issuers.unit_name
            and coalesce(dates.year, 0) between issuers.first_year and issuers.last_year
    left join own_type_names
        on
            facts.study_code = own_type_names.study_code
            and facts.mapping_code = own_type_names.mapping_code
            and {{ name_key('facts.type_text') }} = {{ name_key('own_type_names.type_text') }}
    left join type_names
        on
            {{ name_key('coalesce(facts.type_simplified, facts.type_text)') }}
            = {{ name_key('type_names.type_name') }}
    left join studies
        on facts.study_code = studies.study_code
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        document_id,
        file_kind,
        title,
        date_text,
        type_text,
        issuer_text,
        source,
        min_characters,
        characters_read,
        n_characters,
        n_chinese_characters,
        script,
        traditional_share,
        n_converted_characters,
        content_hash,
        reader_issue,
        reader_detail,
        year,
        published_on,
        date_precision,
        likely_year,
        document_type,
        issuer_unit_code,
        unit_code,
        issuer_status,
        candidates,
        is_study_year,
        occurrence,
        case
            when reader_issue is not null then reader_issue
            when occurrence > 1 then 'document_id_repeated'
            when type_text = '' then 'document_type_missing'
            when document_type is null then 'document_type_unknown'
            when date_text = '' then 'date_missing'
            when likely_year is not null then 'date_in_year_column'
            when year is null then 'date_not_understood'
        end as quarantine_reason
    from joined
)

select * from final
