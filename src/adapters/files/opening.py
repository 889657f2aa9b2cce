"""Opening the store that the settings name."""

import re

from sqlalchemy import Engine

from adapters.files.database import SqlFileStore
from domain.ports import Clock, FileStore

_PLACE = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_S3 = re.compile(rf"s3://(?P<bucket>{_PLACE})/(?P<prefix>{_PLACE}(?:/{_PLACE})*)/?")


class FileStoreError(Exception):
    """The settings name no store; a sentence that says which variable to mend, and how."""


def open_file_store(where: str, engine: Engine, clock: Clock, endpoint: str = "") -> FileStore:
    """The store for "database" or "s3://bucket/prefix". Raises FileStoreError for anything else.

    Whether the store answers is for its ``ping`` to tell: the site starts without it. All documents
    pass through what this returns. Whatever should happen to the content of each, wherever it is
    stored, is wrapped around it here.
    """
    if where == "database":
        return SqlFileStore(engine, clock)
    place = _S3.fullmatch(where)
    if place is None:
        raise FileStoreError(
            f'ENROLL_DOCUMENTS is {where!r}. Set it to "database", or to "s3://bucket/prefix" with'
            " a prefix that nothing else uses."
        )
    # Importing boto3 takes longer than everything else here; only who uses it waits for it.
    from botocore.exceptions import BotoCoreError

    from adapters.files.s3 import S3FileStore

    try:
        return S3FileStore(place["bucket"], place["prefix"], endpoint)
    except BotoCoreError as error:
        raise FileStoreError(f"ENROLL_DOCUMENTS is {where!r}, and boto3 says: {error}") from None
    except ValueError:
        raise FileStoreError(
            f"ENROLL_S3_ENDPOINT is {endpoint!r}. Set it to the address of the store, such as"
            " https://storage.example.com, or leave it out for Amazon S3."
        ) from None
