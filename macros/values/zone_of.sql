{#
    The zone behind a time of day (Z, +08:00, +0800), empty without one; and the time without it: the
    clock of where it was written, in which days and months are counted.
#}
{% macro zone_of(expression) -%}
    regexp_extract(trim({{ expression }}), ':[0-9]{2}([.][0-9]+)? *(Z|[+-][0-9]{2}:?[0-9]{2})$', 2)
{%- endmacro %}

{% macro without_zone(expression) -%}
    regexp_replace(
        trim({{ expression }}), '(:[0-9]{2}([.][0-9]+)?) *(Z|[+-][0-9]{2}:?[0-9]{2})$', '{{ found(1) }}'
    )
{%- endmacro %}
