"""The workbook in which a study's questions are answered; it is no data of the study."""

ANSWERS_FILE = "待确认.xlsx"
