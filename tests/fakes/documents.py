"""Documents looked at in the test's own process."""

from domain.documents import MediaType, media_type_of
from domain.errors import ReadersBusy


class FakeDocumentReader:
    """Set ``busy`` to have it look at none."""

    def __init__(self) -> None:
        self.busy = False

    def media_type(self, content: bytes) -> MediaType:
        if self.busy:
            raise ReadersBusy
        return media_type_of(content)
