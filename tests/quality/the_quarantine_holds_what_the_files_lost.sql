-- The quarantine that people read has as many rows per file as the account of the file says.
with
quarantined as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        count(*) as n_rows
    from {{ ref('fct_quarantine') }}
    group by all
),

files as (
    select * from {{ ref('fct_source_files') }}
)

select
    files.study_code,
    files.source_file,
    files.sheet_name,
    files.rows_quarantined,
    quarantined.n_rows
from files
full outer join quarantined
    on
        files.study_code = quarantined.study_code
        and files.mapping_code = quarantined.mapping_code
        and files.source_file = quarantined.source_file
        and files.sheet_name = quarantined.sheet_name
where coalesce(files.rows_quarantined, 0) != coalesce(quarantined.n_rows, 0)
