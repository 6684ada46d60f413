{#
    Two CTEs, issuer_years and pivoted: what the documents of a unit, of its province and of the
    nation say about an item in a year, each kind with its weight. They read the CTEs documents,
    unit_issuers and the one named.

    documents_said: CTE with study_code, document_id, the item and the value; item, value: its columns.
#}
{% macro inherited_totals(documents_said, item, value) -%}
issuer_years as (
    select
        documents.study_code,
        documents.unit_code as issuer_code,
        documents.year,
        {{ documents_said }}.{{ item }},
        count(*) as n_documents,
        {{ exact_sum(documents_said ~ '.' ~ value) }} as total
    from {{ documents_said }}
    inner join documents
        on
            {{ documents_said }}.study_code = documents.study_code
            and {{ documents_said }}.document_id = documents.document_id
    where documents.is_study_year and {{ documents_said }}.{{ value }} is not null
    group by
        documents.study_code, documents.unit_code, documents.year, {{ documents_said }}.{{ item }}
),

-- One column per kind, added up from left to right: a sum over rows would depend on their order.
pivoted as (
    select
        unit_issuers.study_code,
        unit_issuers.unit_code,
        issuer_years.year,
        issuer_years.{{ item }},
        {{ _totals_of_kind('own') }},
        {{ _totals_of_kind('province') }},
        {{ _totals_of_kind('national') }}
    from unit_issuers
    inner join issuer_years
        on
            unit_issuers.study_code = issuer_years.study_code
            and unit_issuers.issuer_code = issuer_years.issuer_code
    group by
        unit_issuers.study_code,
        unit_issuers.unit_code,
        issuer_years.year,
        issuer_years.{{ item }}
)
{%- endmacro %}

{% macro _totals_of_kind(kind) -%}
    coalesce(max(issuer_years.n_documents) filter (
        where unit_issuers.issuer_kind = '{{ kind }}'
    ), 0) as n_{{ kind }}_documents,
    coalesce(max(unit_issuers.document_weight * issuer_years.n_documents) filter (
        where unit_issuers.issuer_kind = '{{ kind }}'
    ), 0) as {{ kind }}_weight,
    coalesce(max(unit_issuers.document_weight * issuer_years.total) filter (
        where unit_issuers.issuer_kind = '{{ kind }}'
    ), 0) as {{ kind }}_total
{%- endmacro %}
