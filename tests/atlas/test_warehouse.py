"""Pages ask one release: every question is run once and shown as it was run."""

import duckdb
import pytest

from wenmai.atlas.warehouse import Warehouse


class Counting:
    """A connection that counts the statements it runs."""

    def __init__(self, connection) -> None:
        self.connection = connection
        self.statements: list[str] = []

    def execute(self, sql):
        self.statements.append(sql)
        return self.connection.execute(sql)


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute("create table units as select * from (values ('a', 1), ('b', 2)) t (u, n)")
        yield Counting(opened)


def test_two_pages_that_ask_the_same_share_one_answer(connection):
    warehouse = Warehouse(connection)
    before = len(connection.statements)
    one = warehouse.ask("select n from units where u = {unit}", unit="a")
    two = warehouse.ask("  select n from units where u = {unit}\n", unit="a")
    assert one is two
    assert len(connection.statements) == before + 1


def test_another_value_is_another_question(connection):
    warehouse = Warehouse(connection)
    answers = [warehouse.ask("select n from units where u = {unit}", unit=unit) for unit in "ab"]
    assert [answer.rows for answer in answers] == [[(1,)], [(2,)]]
