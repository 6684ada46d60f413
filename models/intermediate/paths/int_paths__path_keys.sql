-- A file of labels may give a path by its code or by either name.
{{ config(materialized='view') }}

with
path_types as (
    select * from {{ ref('path_types') }}
),

path_names as (
    select
        path_code,
        path_code as name
    from path_types
    union all
    select
        path_code,
        name_zh as name
    from path_types
    union all
    select
        path_code,
        name_en as name
    from path_types
),

final as (
    select
        path_code,
        {{ name_key('name') }} as path_key
    from path_names
)

select * from final
