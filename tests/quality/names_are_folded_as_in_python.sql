-- The keys in the seeds were made by wenmai.reference.name_key; the macro is its twin in SQL.
with
names as (
    select
        name as written,
        name_key as expected
    from {{ ref('administrative_unit_names') }}

    union all

    select
        measure_unit as written,
        measure_unit_key as expected
    from {{ ref('measure_units') }}
)

select
    written,
    expected,
    {{ name_key('written') }} as found
from names
where {{ name_key('written') }} != expected
