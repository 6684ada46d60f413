{#
1 - H / ln n for an entropy H (natural logarithms) over n cells; 0 where there is nothing to
compare: no cell above zero, or a single one.
#}
{% macro entropy_divergence(absolute_entropy, n) -%}
    case
        when {{ absolute_entropy }} is null or {{ n }} <= 1 then 0e0
        when 1 - {{ absolute_entropy }} / ln({{ n }}) < 1e-12 then 0e0
        else 1 - {{ absolute_entropy }} / ln({{ n }})
    end
{%- endmacro %}
