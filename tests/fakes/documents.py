"""Documents looked at in the test's own process."""

from adapters.documents import media_type_of
from domain.documents import MediaType
from domain.errors import ReadersBusy


class FakeDocumentReader:
    """Set ``busy`` to have it look at none."""

    def __init__(self) -> None:
        self.busy = False

    def media_type(self, content: bytes) -> MediaType:
        if self.busy:
            raise ReadersBusy
        return media_type_of(content)
