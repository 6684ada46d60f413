{# Two-sided p-value of a standard normal statistic, to 1e-7: Abramowitz and Stegun (1964), 7.1.26,
   the error function at |z|/√2. No engine of ours has erf. #}
{% macro two_sided_p(z) -%}
    {%- set t = '(1 / (1 + 0.3275911 * abs(' ~ z ~ ') / sqrt(2)))' -%}
    (
        (
            0.254829592 * {{ t }} - 0.284496736 * power({{ t }}, 2)
            + 1.421413741 * power({{ t }}, 3) - 1.453152027 * power({{ t }}, 4)
            + 1.061405429 * power({{ t }}, 5)
        ) * exp(-power({{ z }}, 2) / 2)
    )
{%- endmacro %}
