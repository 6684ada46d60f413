{% set both = {'subject': 'problems.subject', 'detail': "coalesce(problems.detail, '')"} %}
{# which parts a sentence has, and the problems that it is about #}
{% set kinds = [
    [{}, ['nothing_to_calibrate']],
    [{'subject': 'problems.subject'}, ['work_without_roles', 'statement_unknown']],
    [both, ['same_name', 'one_id_two_names', 'ambiguous_name', 'split_name', 'too_few_triples']],
] %}
{% set list = [] %}
{% for parts, reasons in kinds %}
    {% do list.append(message(
        'knowledge_graph.problem', parts,
        when="problems.reason_code in ('" ~ reasons | join("', '") ~ "')",
        by='problems.reason_code', values=reasons
    )) %}
{% endfor %}
{% set says = messages(list) %}

with
identities as (
    {{ nested_rows('int_knowledge_graph__identities', 'problems') }}
),

judgements as (
    {{ nested_rows('int_knowledge_graph__judgements', 'problems') }}
),

works as (
    select distinct
        study_code,
        work_code
    from {{ ref('stg_knowledge_graph__works') }}
    where work_code != ''
),

roles as (
    select distinct
        study_code,
        work_code
    from {{ ref('int_knowledge_graph__roles') }}
),

statements as (
    select * from {{ ref('int_knowledge_graph__statements') }}
    where statement_kind != 'fact'
),

entities as (
    select * from {{ ref('int_knowledge_graph__entities') }}
),

problems as (
    select
        study_code,
        reason_code,
        subject,
        detail
    from identities
    union all
    select
        study_code,
        reason_code,
        subject,
        detail
    from judgements
    union all
    select
        works.study_code,
        'work_without_roles' as reason_code,
        works.work_code as subject,
        null::string as detail
    from works
    left join roles
        on works.study_code = roles.study_code and works.work_code = roles.work_code
    where roles.work_code is null
    union all
    select distinct
        statements.study_code,
        'statement_unknown' as reason_code,
        concat_ws(' – ', statements.head_code, statements.tail_code) as subject,
        statements.statement_kind as detail
    from statements
    left join entities as heads
        on
            statements.study_code = heads.study_code
            and statements.head_code = heads.entity_code
    left join entities as tails
        on
            statements.study_code = tails.study_code
            and statements.tail_code = tails.entity_code
    where heads.entity_code is null or tails.entity_code is null
),

words as (
    {{ words_of(['knowledge_graph']) }}
),

told as (
    select
        problems.study_code,
        problems.reason_code,
        problems.subject,
        problems.detail,
        {{ told(says, 'en') }} as problem,
        {{ told(says, 'zh') }} as problem_zh
    from problems
    cross join words
),

final as (
    select
        {{ contracted() }}
    from told
    qualify row_number() over (
        partition by study_code, reason_code, subject order by detail
    ) = 1
)

select * from final
