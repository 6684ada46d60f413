-- Every text in the file of labels that shall name a unit, for int_indicators__unit_labels. The
-- blank in the code keeps it apart from mappings.
{{ config(materialized='view') }}

with
labels as (
    select * from {{ ref('stg_paths__labels') }}
),

final as (
    select distinct
        study_code,
        'path labels' as mapping_code,
        unit_name
    from labels
)

select * from final
