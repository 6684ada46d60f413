"""A serving file of a few rows, for tests of what reads one."""

from datetime import UTC, datetime

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RELEASE = "20260102T030405Z-abc123"
TABLES = f"""
create schema marts;
create schema quality;
create table quality.published_tables as
select '{RELEASE}' as release_id, timestamptz '2026-01-02 03:04:05+00' as created_at;
create table marts.dim_studies as
select 'northeast' as study_code, '东北' as study_name_zh, 'Northeast' as study_name_en;
create table marts.dim_units as
select * from (values
    ('210100', '沈阳市', 'Shenyang'), ('232700', '大兴安岭地区', 'Daxing''anling')
) as units (unit_code, unit_name_zh, unit_name_en);
comment on table marts.dim_units is 'One row per unit. **Primary key**: unit_code';
create table marts.fct_innovation_index as
select * from (values
    ('northeast', '210100', 2024, 0.71234, 1), ('northeast', '232700', 2024, 0.1, 2)
) as scores (study_code, unit_code, year, innovation_score, rank_in_year);
create table quality.fct_source_files as
select
    'northeast' as study_code, 'tables/分省年度数据.csv' as source_file, '' as sheet_name,
    12 as rows_read, 7 as rows_loaded, 1 as rows_collapsed, 4 as rows_quarantined,
    3 as rows_out_of_scope, 2 as rows_blank;
create table quality.fct_quarantine as
select
    'northeast' as study_code, 'tables/分省年度数据.csv' as source_file, '' as sheet_name,
    row_number, 'unit_unknown' as reason_code,
    'The name 沈阳[市] is not known.' as reason,
    'Correct the name or add an alias.' as way_out, '210100 沈阳市' as candidates
from range(5, 9) as lines (row_number);
create table quality.fct_plausibility as
select
    'northeast' as study_code, '232700' as unit_code, 2011 as year, 'gdp' as indicator_code,
    'jump' as check_code, 940.35 as raw_value, 308.06 as expected_value, 2.1 as deviation,
    'Three times the year before and after.' as finding;
create table quality.fct_corrections as select 'northeast' as study_code, 'applied' as status;
"""
