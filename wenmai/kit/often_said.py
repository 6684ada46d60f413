"""Sentences that several rooms say: what is wrong with a file, a code or a year, and what to do."""

from wenmai.sentences import Sentence, several

LEVELS_OF_UNITS = several(
    "studies.level", "country", "province", "prefecture", "county", "unit", "area"
)

NO_SUCH_NETWORK = Sentence("econometrics.no_such_network", "network")
NO_SUCH_REGION_GROUP = Sentence("econometrics.no_such_region_group", "code")
NO_SUCH_VARIABLE = Sentence("econometrics.no_such_variable", "code")
NO_SUCH_WEIGHTS = Sentence("econometrics.no_such_weights", "code")
YEAR_OUTSIDE_STUDY = Sentence("econometrics.year_outside_study", "year", "first", "last")
COPY_INTO_STUDY_FOLDER = Sentence("files.copy_into_study_folder")
KEEP_ONE = Sentence("files.keep_one")
NOT_A_REGULAR_EXPRESSION = Sentence("files.not_a_regular_expression", "error", "pattern")
STANDS_TWICE = Sentence("files.stands_twice", "name")
CHOOSE_AN_ENDING = Sentence("publish.choose_an_ending")
NOTHING_PUBLISHED = Sentence("publish.nothing_published")
REFRESH_FIRST = Sentence("publish.refresh_first")
AT_LINE = Sentence("readers.at_line", "n")
AT_ROW = Sentence("readers.at_row", "n")
AT_ROW_OF_SHEET = Sentence("readers.at_row_of_sheet", "sheet", "n")
AT_SHEET = Sentence("readers.at_sheet", "sheet")
COPY_AGAIN = Sentence("readers.copy_again")
NO_LINE_WITH_TEXT = Sentence("readers.no_line_with_text")
NO_SUCH_SHEET = Sentence("readers.no_such_sheet", "sheet")
CODE_TWICE = Sentence("studies.code_twice", "code")
FILE_NOT_READ = Sentence("studies.file_not_read")
FIRST_AFTER_LAST = Sentence("studies.first_after_last", "first", "last")
MEASURE_NOT_KNOWN = Sentence("studies.measure_not_known", "unit")
NO_SUCH_FILE = Sentence("studies.no_such_file", "name")
NO_SUCH_INDICATOR = Sentence("studies.no_such_indicator", "code")
OUTSIDE_STUDY_FOLDER = Sentence("studies.outside_study_folder", "name")
PUT_INTO_STUDY_FOLDER = Sentence("studies.put_into_study_folder")
RENAME_ONE = Sentence("studies.rename_one")
CLOSE_AND_REFRESH = Sentence("warehouse.close_and_refresh")
NOT_PUBLISHED_REFRESH_FULLY = Sentence("warehouse.not_published_refresh_fully")
REFRESH_FULLY = Sentence("warehouse.refresh_fully")
