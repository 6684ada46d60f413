-- Documents among which near-duplicates are looked for, in the order of preference. Stubs are no
-- copies of anything: they hardly say something.
with
documents as (
    select * from {{ ref('int_text__loaded_documents') }}
    where not is_stub
),

final as (
    select
        study_code,
        {% if var('duplicate_scope') == 'unit' %}coalesce(unit_code, ''){% else %}''{% endif %}
            as scope_code,
        document_id,
        content_hash,
        row_number() over (
            partition by study_code
            order by year, published_on nulls last, document_id
        ) as position
    from documents
)

select * from final
