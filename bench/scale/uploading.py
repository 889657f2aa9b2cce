"""A browser that uploads the same files again and again, and waits when it is told to."""

from time import sleep

import httpx

from bench.site import GROUP, REGION, Site

ACCEPTED, REFUSED, BUSY = 303, 422, 503


class Uploader(Site):
    """Counts how often it was told that the server is busy."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__(client)
        self.told_busy = 0

    def upload_again(self, workbook: bytes, expected: int = ACCEPTED) -> None:
        """Upload, whether it was uploaded before or not, until there is an answer. Raises
        AssertionError for another answer than is expected."""
        while True:
            answer = self._client.post(
                "/mass-enrollment/upload",
                data={
                    "csrf_token": self._token,
                    "region": REGION,
                    "group_id": GROUP,
                    "group_name": GROUP,
                    "again": "yes",
                },
                files={"file": ("people.xlsx", workbook)},
                follow_redirects=False,
            )
            if answer.status_code != BUSY or "Retry-After" not in answer.headers:
                assert answer.status_code == expected, (answer.status_code, answer.text[-2000:])
                return
            self.told_busy += 1
            sleep(float(answer.headers["Retry-After"]))
