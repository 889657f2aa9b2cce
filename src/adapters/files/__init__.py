"""Where uploaded documents are kept."""

from adapters.files.folder import FolderFileStore

__all__ = ["FolderFileStore"]
