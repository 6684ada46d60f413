{#
How much people turned to categories on one side of the end of the base: a select over the CTEs
located and bases. Weights by kind, halved with the distance to the anchor, as whole multiples of
2^-52 (see exact_sum), and as they are, so that the sums of some events and of the others add up to
the very sum of all. side: < or >=.
#}
{% macro profile_sums(side) -%}
    {%- set cases = [] -%}
    {%- for kind in ['purchase', 'feedback', 'search', 'view', 'click'] -%}
        {%- do cases.append("when '" ~ kind ~ "' then " ~ var('consumer_weight_' ~ kind)) -%}
    {%- endfor -%}
    {%- set weight = 'case located.kind_code ' ~ cases | join(' ') ~ ' end' -%}
    {%- set half_lives
        = '(' ~ days_of('located.occurred_at') ~ ' - bases.anchor_days) / bases.half_life_days' -%}
    select
        located.person_code,
        located.category_number,
        sum({{ exact_addend(weight ~ ' * pow(2e0, ' ~ half_lives ~ ')') }}) as decayed_sum,
        sum(cast({{ weight }} as decimal(18, 6))) as weight_sum,
        count(*) as events
    from located
    inner join bases
        on
            located.study_code = bases.study_code
            and located.occurred_at {{ side }} bases.base_ends_at
    group by located.person_code, located.category_number
{%- endmacro %}
