"""What every reader of documents raises when a file holds no text."""

from typing import Any

from wenmai.sentences import Said


class UnreadableDocumentError(Exception):
    """A document that holds no text that can be read.

    Parameters
    ----------
    reason_code : str
        One of the reasons of the quarantine, ``document_…``.
    detail : Said, optional
        A sentence that says more.
    """

    def __init__(self, reason_code: str, detail: Said | None = None) -> None:
        self.reason_code, self.detail = reason_code, detail
        super().__init__(f"{reason_code}: {detail}" if detail else reason_code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it was made from."""
        return type(self), (self.reason_code, self.detail)
