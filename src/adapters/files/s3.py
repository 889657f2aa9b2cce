"""Uploaded documents in an S3-compatible store."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from adapters.files.names import checked, is_name
from domain.errors import StoreUnavailable

log = logging.getLogger("enroll.documents")

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 10.0
_TRIES = 2


class S3FileStore:
    """``domain.ports.FileStore`` under a prefix of a bucket, each document an object.

    Credentials and region are found as boto3 finds them. ``endpoint`` is the store's address, ""
    for Amazon S3. The bucket's own rule for encryption at rest holds for what is put.

    Opening it asks the store for nothing. Raises ValueError when the endpoint is no address, and
    BotoCoreError when boto3's own settings contradict each other.
    """

    def __init__(
        self, bucket: str, prefix: str, endpoint: str = "", patience: float = _ANSWER_SECONDS
    ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/"
        self._client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            config=Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=patience,
                retries={"mode": "standard", "total_max_attempts": _TRIES},
                # Checksums of Amazon's own, which other stores refuse or do not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, name: str, content: bytes) -> None:
        key = self._key(name)
        with _reached("put"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content)

    def get(self, name: str) -> bytes:
        key = self._key(name)
        with _reached("get"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=key)
            except self._client.exceptions.NoSuchKey:
                raise KeyError(name) from None
            with closing(found["Body"]) as body:
                return bytes(body.read())

    def remove(self, names: Sequence[str]) -> None:
        for key in [self._key(one) for one in names]:
            # One at a time: stores differ about the checksum that removing many at once needs.
            with _reached("remove"):
                self._client.delete_object(Bucket=self._bucket, Key=key)

    def kept_before(self, moment: datetime, after: str = "", limit: int = 1000) -> Sequence[str]:
        with _reached("list"):
            return list(islice(self._older(moment, after), limit))

    def _older(self, moment: datetime, after: str) -> Iterator[str]:
        # The delimiter leaves out what others keep in folders below the prefix.
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket,
            Prefix=self._prefix,
            Delimiter="/",
            StartAfter=self._prefix + after,
        )
        for page in pages:
            for found in page.get("Contents", ()):
                name = found["Key"].removeprefix(self._prefix)
                if is_name(name) and found["LastModified"] < moment:
                    yield name

    def ping(self) -> None:
        with _reached("ping"):
            self._client.head_bucket(Bucket=self._bucket)

    def close(self) -> None:
        self._client.close()

    def _key(self, name: str) -> str:
        return self._prefix + checked(name)


@contextmanager
def _reached(act: str) -> Iterator[None]:
    """Turns whatever keeps the store from answering into StoreUnavailable; the log says why."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        facts = {"act": act, "error": _reason(error)}
        log.warning("documents out of reach", extra={"facts": facts})
        raise StoreUnavailable from error


def _reason(error: BotoCoreError | ClientError) -> str:
    """Such as "ConnectTimeoutError" or "403 AccessDenied"; never an address or a name."""
    if isinstance(error, ClientError):
        response = error.response
        return f"{response['ResponseMetadata']['HTTPStatusCode']} {response['Error']['Code']}"
    return type(error).__name__
