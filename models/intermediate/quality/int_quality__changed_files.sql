-- A file feeds an indicator when a value of it is in use now. One that is gone fed nothing now:
-- then, as for a file without a value in use, the indicator stays unknown.
with

source_files as (
    select * from {{ ref('stg_landing__source_files') }}
),

previous_source_files as (
    select * from {{ ref('stg_release__previous_source_files') }}
),

observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
),

-- one file may be read through several mappings and sheets; its content is one
files as (
    select
        study_code,
        source_file,
        min(content_hash) as content_hash
    from source_files
    group by study_code, source_file
),

previous_files as (
    select
        study_code,
        source_file,
        min(content_hash) as content_hash
    from previous_source_files
    group by study_code, source_file
),

changed as (
    select
        coalesce(files.study_code, previous_files.study_code) as study_code,
        coalesce(files.source_file, previous_files.source_file) as source_file
    from files
    full outer join previous_files
        on
            files.study_code = previous_files.study_code
            and files.source_file = previous_files.source_file
    where
        files.content_hash is null
        or previous_files.content_hash is null
        or files.content_hash <> previous_files.content_hash
),

feeds as (
    select distinct
        study_code,
        source_file,
        indicator_code
    from observed_values
),

final as (
    select
        changed.study_code,
        changed.source_file,
        feeds.indicator_code
    from changed
    left join feeds
        on
            changed.study_code = feeds.study_code
            and changed.source_file = feeds.source_file
)

select * from final
