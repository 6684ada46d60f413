with
graph_works as (
    select * from {{ source('knowledge_graph', 'graph_works') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(work, '') as work_code,
        title,
        date_text,
        {{ first_year_in('date_text') }} as year,
        takings_text,
        {{ parse_number('takings_text') }} as takings,
        rating_text,
        {{ parse_number('rating_text') }} as rating,
        {{ parse_number('votes_text') }} as n_votes,

        reader_issue,
        reader_detail
    from graph_works
)

select * from final
