-- The lines of a file are known when its rows have been read, not before.
with source_files as (
    select * from {{ ref('fct_source_files') }}
)

select
    study_code,
    source_file,
    rows_in_file,
    lines_read
from source_files
where starts_with(mapping_code, 'graph_') and rows_in_file > 0 and lines_read = 0
