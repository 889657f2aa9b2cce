"""What the published contract says in words, beside the messages."""

RULES = """\
What a carrier's registry answers to the enrollment site. The site is the only client; the carrier
runs the server. `python -m adapters.registry.http.reference` starts a small one that keeps all of
this, to try things with and to copy from.

## Requests

- HTTPS, one bearer token that the carrier gives the site, JSON in UTF-8 both ways, not compressed.
- Names and numbers of people are in bodies only. Keep them out of your logs and problems.
- Every request has a header `Enroll-Call-Id`. Repeat it in the answer: an answer 200 without the
  same one is not believed, nor one of any status with another.
- Ignore fields that you don't know. Within /v1 fields are added, never changed or taken away; the
  site ignores fields of yours likewise.
- The site waits `seconds_per_call` (20 unless the carrier's file says otherwise) for everything
  that one act of its own needs, connecting included. Look-ups are made while an administrator
  waits: answer within a second or two. Answers are at most 8 MiB.
- What changes nothing (all but /v1/submissions) is asked once more when the connection breaks.
- After five failures in a row a process of the site sends one request every ten seconds, until
  one works.

## Answers other than 200

| you answer | it says | the site |
| --- | --- | --- |
| 400, 401, 403, 404, 405, 409, 413, 415, 422 | nothing of the request was done, and won't be \
until somebody mends something | tries in smaller pieces which of several is at fault; then shows \
the status and the problem's `code` to its operators |
| 429, or 503 with `Retry-After` | nothing of the request was done; later it may be | waits, at \
least as long as you say (seconds or a date) |
| anything else: 500, 502, 504, 503 without `Retry-After`, redirects, no answer in time, half an \
answer, an answer that is not as published | nobody can tell | asks by key what has been taken \
before it hands over anything again |

So never answer in the first two ways when any of the request's submissions may have been taken,
and answer 500, or not at all, when you are not sure. Failures are `application/problem+json`.

## Answers that cannot be right

The site throws an answer away as a whole, as if none had come, when it has a submission that was
not in the request, another confirmation ID than the submission's, two different answers to one
key, a status that is not in the list, a member of another group, or a group that was not asked
about.
"""

HEALTH = """\
Answer 200 when you could answer the other requests, too. The site asks when somebody asks whether
it is ready.
"""

GROUPS = """\
Leave out ids that you don't have. The site shows administrators only groups that you describe,
and their template is made from what stands here.
"""

MATCHES = """\
Give at least every member of this group, past and future starts included, who

- has the same `ssn` as one of the people, or
- has the same `birth_date` and the same first name, without case, accents, spaces and punctuation
  (Unicode NFKD, case folded, letters only).

More members of this group do no harm: the site compares for itself. Members of other groups never
appear. There are as many people in one request as in a file, so look them up with one query.
"""

SEARCH = """\
50 members a page, in an order that stays the same. Of a page that isn't there give the nearest
one that is, and say in `page` which it is; where there is nobody, page 1.

`search` has words: a member is found when each word is part of the first or the last name,
without case, accents and punctuation, or of the member ID if the word has a digit. Characters
that your database takes for wildcards are only characters. Social Security numbers are never
searched.
"""

SUBMIT = """\
Take what is new, and answer for everything in the request that you have now, be it new or from
before.

- **Once by key.** A submission whose `key` is in your log is not taken again, whatever has become
  of it; its answer is the one it has by now. Look and write in one transaction, with the key
  unique in the database, so that of two requests at the same time one takes it: when a request is
  repeated, the first may still be under way. A key that stands twice in a request counts once.
  Keys are kept for ever.
- **Durable before the answer.** What you answer for must survive a power cut at that moment.
- **Each whole, the request in parts.** A submission is taken as a whole or not at all. A request
  may be taken in part: whoever is not in your answer was not taken, and comes again later. Leave
  out a dependent whose `subscriber_key` you don't have, and whoever is in a group you don't have.
- **In order.** Subscribers come before their dependents, in the same request or an earlier one.
- **Your own log answers.** `confirmation_id` comes from what you wrote down, not from the request.
  Where the key is there with another confirmation ID, answer 409 to the request and take nothing.
- **Later is fine.** Say `processing` and decide when you can; the site asks at
  /v1/submissions/status.

The site never sends this by itself a second time without having asked by key first.
"""

STATUS = """\
Answer for each key that you have ever taken, from the moment it was taken: a key that is missing
here was never taken, and may be handed over again. If you cannot be sure of that at the moment,
answer 503.

A submission under way is asked about again after a tenth of the time since it was submitted, but
not sooner than five seconds nor later than an hour.
"""
