{# Value of a derived variable from its inputs; `basis` says whether gaps are filled. A division by
   zero, or an input that is missing, leaves it missing. #}
{% macro derived_value(basis) -%}
    {%- set first, second, third = basis ~ '_first', basis ~ '_second', basis ~ '_third' -%}
    {%- set total, before = basis ~ '_total', basis ~ '_before' -%}
    case formula_kind
        when 'ratio' then {{ first }} / nullif({{ second }}, 0)
        when 'location_quotient'
            then {{ first }} / nullif({{ second }}, 0) / nullif({{ basis }}_part_share, 0)
        -- the primary sector is what the total leaves, or the total what the sectors sum to
        when 'industrial_upgrading'
            then
                (
                    coalesce({{ first }}, {{ total }} - {{ second }} - {{ third }})
                    + 2 * {{ second }} + 3 * {{ third }}
                )
                / nullif(coalesce({{ total }}, {{ first }} + {{ second }} + {{ third }}), 0)
        when 'product' then {{ first }} * {{ second }}
        -- no real number: a root of a negative value, 0 to a negative power
        when 'power'
            then
                case
                    when {{ first }} > 0 or exponent = floor(exponent) and {{ first }} <> 0
                        then power({{ first }}, exponent)
                    when {{ first }} = 0 and exponent >= 0 then power({{ first }}, exponent)
                end
        when 'dummy' then is_marked::integer::double
        when 'lag' then {{ before }}
        when 'growth' then {{ first }} / nullif({{ before }}, 0) - 1
    end
{%- endmacro %}
