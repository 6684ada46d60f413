{#
How much people turned to categories: a select over events with anchor_days and half_life_days.
Weights by kind, halved with the distance to the anchor, and as they are. Both as whole multiples of
2^-52 (see exact_sum), so that the sums of some events and of the others add up to the very sum of
all.
#}
{% macro profile_sums(relation) -%}
    {%- set cases = [] -%}
    {%- for kind in ['purchase', 'feedback', 'search', 'view', 'click'] -%}
        {%- do cases.append("when '" ~ kind ~ "' then " ~ var('consumer_weight_' ~ kind)) -%}
    {%- endfor -%}
    {%- set weight = 'case kind_code ' ~ cases | join(' ') ~ ' end' -%}
    {%- set half_lives = '(' ~ days_of('occurred_at') ~ ' - anchor_days) / half_life_days' -%}
    select
        study_code,
        person_code,
        category_code,
        sum({{ exact_addend(weight ~ ' * pow(2e0, ' ~ half_lives ~ ')') }}) as decayed_sum,
        sum({{ exact_addend(weight) }}) as weight_sum,
        count(*) as events
    from {{ relation }}
    group by study_code, person_code, category_code
{%- endmacro %}
