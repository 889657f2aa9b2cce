"""Where uploaded documents are kept."""

from adapters.files.opening import FileStoreError, open_file_store

__all__ = ["FileStoreError", "open_file_store"]
