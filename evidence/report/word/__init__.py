"""`report.zh.docx`: the report in Chinese as a Word document, to quote from, edit and pass on."""

from evidence.report.word.document import write_word

__all__ = ["write_word"]
