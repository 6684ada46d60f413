"""An error is a sentence with the way out, an exit code and no traceback."""

import os
import subprocess
import sys

import pytest

from wenmai.cli import refresh as refresh_command
from wenmai.errors import Problem, ProblemsFound, WenmaiError


@pytest.fixture
def broken(monkeypatch):
    """Return a function that makes every refresh fail with an error."""

    def fail_with(error):
        def fail(*_):
            raise error

        monkeypatch.setattr(refresh_command, "run_plainly", fail)

    return fail_with


def test_an_error_for_the_user_is_one_sentence_with_the_way_out(wenmai, broken):
    broken(WenmaiError("No study in landing/.", hint="Put a folder with a study.yml there."))
    code, out, err = wenmai("refresh")
    assert code == 1
    assert out == ""
    assert err == "Error: No study in landing/.\nPut a folder with a study.yml there.\n"


def test_all_problems_are_listed_and_brackets_are_no_markup(wenmai, broken):
    broken(ProblemsFound([Problem("a/study.yml", "indicators[2].unit", "亿 is no unit.")] * 2))
    code, _, err = wenmai("refresh")
    assert code == 1
    assert err.splitlines()[0] == "Error: 2 problems found:"
    assert err.splitlines()[1] == "  a/study.yml: indicators[2].unit: 亿 is no unit."


def test_an_unforeseen_error_names_its_type_and_how_to_see_more(wenmai, broken):
    broken(KeyError("gdp"))
    code, _, err = wenmai("refresh")
    assert code == 1
    assert "KeyError: 'gdp'" in err
    assert "--debug" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["--debug", "refresh"], ["refresh", "--debug"]])
def test_debug_raises_the_error_itself_wherever_it_stands(home, broken, words):
    from wenmai.cli import main

    broken(KeyError("gdp"))
    with pytest.raises(KeyError):
        main(words)


@pytest.mark.parametrize(
    "words",
    [["refersh"], ["refresh", "--studdy", "a"], ["sql", "--csv", "--json", "select 1"], ["export"]],
)
def test_wrong_usage_has_exit_code_two(wenmai, words):
    code, _, err = wenmai(*words)
    assert code == 2
    assert "Error" in err


def test_ctrl_c_during_a_refresh_says_what_people_see(wenmai, broken):
    broken(KeyboardInterrupt())
    code, _, err = wenmai("refresh")
    assert code == 130
    assert err == "Stopped. People see the last complete release.\n"


def test_a_process_ends_with_exit_code_one_and_no_traceback(home):
    done = subprocess.run(
        [sys.executable, "-c", "from wenmai.cli import main; main()", "sql", "select 1"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ.copy(),
    )
    assert done.returncode == 1
    assert "wenmai refresh" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from wenmai.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'duckdb', 'pandas', 'pyarrow', 'prefect', 'dbt', 'pydantic', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"
