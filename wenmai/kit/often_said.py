"""Sentences that several rooms say: what is wrong with a file, a code or a year, and what to do."""

from wenmai.sentences import Sentence

DID_YOU_MEAN = Sentence("consumers.did_you_mean", "close")
LIES_OUTSIDE_STUDY_S_YEARS = Sentence(
    "econometrics.lies_outside_study_s_years", "year", "years", "years_2"
)
STUDY_HAS_NO_INDICATOR_VARIABLE = Sentence(
    "econometrics.study_has_no_indicator_variable", "variable"
)
STUDY_HAS_NO_NETWORK = Sentence("econometrics.study_has_no_network", "network")
COPY_INTO_STUDY_FOLDER = Sentence("files.copy_into_study_folder")
KEEP_ONE_THEM = Sentence("files.keep_one_them")
FIRST_AFTER_LAST = Sentence("networks.first_after_last", "first", "last")
RENAME_ONE_THEM = Sentence("networks.rename_one_them")
STUDY_HAS_NO_INDICATOR = Sentence("networks.study_has_no_indicator", "code")
GIVE_FILE_ONE_THESE = Sentence("publish.give_file_one_these")
NOTHING_WAS_PUBLISHED_YET = Sentence("publish.nothing_was_published_yet")
RUN_WENMAI_REFRESH = Sentence("publish.run_wenmai_refresh")
FILE_NOT_READ = Sentence("studies.file_not_read")
LIES_OUTSIDE_STUDY_FOLDER = Sentence("studies.lies_outside_study_folder", "name")
PUT_INTO_STUDY_FOLDER = Sentence("studies.put_into_study_folder")
THERE_NO_FILE = Sentence("studies.there_no_file", "name")
AT_LINE = Sentence("readers.at_line", "n")
AT_ROW = Sentence("readers.at_row", "n")
AT_SHEET = Sentence("readers.at_sheet", "sheet")
AT_ROW_OF_SHEET = Sentence("readers.at_row_of_sheet", "sheet", "n")
COPY_AGAIN = Sentence("readers.copy_again")
NO_LINE_WITH_TEXT = Sentence("readers.no_line_with_text")
NO_SUCH_SHEET = Sentence("readers.no_such_sheet", "sheet")
CLOSE_AND_REFRESH = Sentence("warehouse.close_and_refresh")
NOT_PUBLISHED_REFRESH_FULLY = Sentence("warehouse.not_published_refresh_fully")
REFRESH_FULLY = Sentence("warehouse.refresh_fully")
