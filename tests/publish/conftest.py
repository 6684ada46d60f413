"""A stand-in for the private file: a few tables, no dbt."""

from collections.abc import Callable

import duckdb
import pytest

from wenmai.settings import Settings

MARTS = """
create schema marts;
create schema quality;
create schema intermediate;
create table marts.fct_innovation_index as
select
    'northeast' as study_code,
    (210000 + number)::varchar as unit_code,
    2018 + number % 7 as year,
    number / 252 as innovation_score,
    case when number % 9 = 0 then null else number % 36 end as rank_in_year
from generate_series(1, 252) as numbers (number);
comment on table marts.fct_innovation_index is 'One row per study, unit and year: the people''s.';
comment on column marts.fct_innovation_index.unit_code is 'Six digits: 吉林市 is 220200.';
create table marts.dim_units as
select
    '220200' as unit_code,
    '吉林市' as unit_name_zh,
    true as is_active,
    date '2018-01-01' as since;
create table marts.fct_empty (study_code varchar, value double);
create table quality.fct_refreshes as
select 'a' as release_id, 'running' as status, null::timestamp as finished_at;
create table intermediate.int_secret as select 'a person' as name;
"""


@pytest.fixture
def make_build_file(settings: Settings) -> Callable[..., None]:
    """Return a function that makes the private file anew and runs more SQL on it."""

    def make(*more: str) -> None:
        settings.build_file.parent.mkdir(parents=True, exist_ok=True)
        settings.build_file.unlink(missing_ok=True)
        with duckdb.connect(str(settings.build_file)) as connection:
            connection.execute(MARTS)
            for statement in more:
                connection.execute(statement)

    return make


@pytest.fixture
def built(settings: Settings, make_build_file: Callable[..., None]) -> Settings:
    """Return settings of a warehouse whose private file is ready to publish."""
    make_build_file()
    return settings
