-- Every line and role that was read, with what is wrong with it.
with
works as (
    select * from {{ ref('stg_knowledge_graph__works') }}
),

entities as (
    select * from {{ ref('stg_knowledge_graph__entities') }}
),

roles as (
    select * from {{ ref('stg_knowledge_graph__roles') }}
),

statements as (
    select * from {{ ref('stg_knowledge_graph__statements') }}
),

relation_names as (
    select * from {{ ref('int_knowledge_graph__relation_names') }}
),

studies_with_works as (
    select distinct study_code from works
),

known_works as (
    select
        study_code,
        work_code
    from works
    group by study_code, work_code
),

numbered_works as (
    select
        *,
        concat_ws('|', title, date_text, takings_text, rating_text) as said,
        row_number() over (
            partition by study_code, work_code
            order by mapping_code, source_file, sheet_name, row_number
        ) as place
    from works
),

numbered_entities as (
    select
        *,
        concat_ws('|', entity_name, entity_kind, region, born_year, died_year) as said,
        row_number() over (
            partition by study_code, entity_code
            order by mapping_code, source_file, sheet_name, row_number
        ) as place
    from entities
),

numbered_roles as (
    select
        roles.*,
        relation_names.relation_code,
        row_number() over (
            partition by
                roles.study_code, roles.work_code, relation_names.relation_code,
                coalesce(roles.entity_id, roles.entity_name)
            order by
                roles.mapping_code, roles.source_file, roles.sheet_name, roles.row_number,
                roles.position, roles.column_label
        ) as place,
        studies_with_works.study_code is not null and known_works.work_code is null
            as is_work_unknown
    from roles
    left join relation_names
        on
            roles.study_code = relation_names.study_code
            and roles.relation_key = relation_names.relation_key
    left join studies_with_works
        on roles.study_code = studies_with_works.study_code
    left join known_works
        on
            roles.study_code = known_works.study_code
            and roles.work_code = known_works.work_code
),

work_records as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        work_code as subject,
        date_text as year_text,
        takings_text as value_text,
        year,
        reader_detail,
        place > 1 as is_repeated,
        case
            when reader_issue is not null then reader_issue
            when work_code = '' then 'endpoint_missing'
            when said != first_value(said) over (
                partition by study_code, work_code order by place
            ) then 'conflicting_graph_line'
        end as reason_code
    from numbered_works
),

entity_records as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        concat_ws(' ', entity_code, entity_name) as subject,
        null::string as year_text,
        kind_text as value_text,
        null::integer as year,
        reader_detail,
        place > 1 as is_repeated,
        case
            when reader_issue is not null then reader_issue
            when '' in (entity_code, entity_name) then 'endpoint_missing'
            when said != first_value(said) over (
                partition by study_code, entity_code order by place
            ) then 'conflicting_graph_line'
        end as reason_code
    from numbered_entities
),

role_records as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        concat_ws(' – ', nullif(entity_name, ''), nullif(work_code, '')) as subject,
        null::string as year_text,
        relation_text as value_text,
        null::integer as year,
        reader_detail,
        place > 1 as is_repeated,
        case
            when reader_issue is not null then reader_issue
            when '' in (work_code, entity_name) then 'endpoint_missing'
            when is_no_name then 'no_name'
            when relation_code is null then 'relation_unknown'
            when is_work_unknown then 'work_unknown'
        end as reason_code
    from numbered_roles
),

statement_records as (
    select
        statements.study_code,
        statements.mapping_code,
        statements.source_file,
        statements.sheet_name,
        statements.row_number,
        statements.column_label,
        concat_ws(' – ', nullif(statements.head, ''), nullif(statements.tail, '')) as subject,
        null::string as year_text,
        coalesce(statements.is_true_text, statements.relation_text) as value_text,
        statements.year,
        statements.reader_detail,
        false as is_repeated,
        case
            when statements.reader_issue is not null then statements.reader_issue
            when '' in (statements.head, statements.tail) then 'endpoint_missing'
            when relation_names.relation_code is null then 'relation_unknown'
            when statements.statement_kind = 'label' and statements.is_true is null
                then 'label_not_understood'
        end as reason_code
    from statements
    left join relation_names
        on
            statements.study_code = relation_names.study_code
            and statements.relation_key = relation_names.relation_key
),

final as (
    {%- for part in ['work_records', 'entity_records', 'role_records', 'statement_records'] %}
        select * from {{ part }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
