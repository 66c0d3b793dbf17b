"""Where mockwrite is friendlier than the server (docs/architecture.md, decision 8). With `--exact` each row's `server` holds."""

from __future__ import annotations

from typing import NamedTuple


class Deviation(NamedTuple):
    """One deviation: its name, what the server does, what mockwrite does by default, and why."""

    name: str
    server: str
    mockwrite: str
    reason: str


DEVIATIONS = (
    Deviation(
        "empty-maps",
        "an empty map in `credentials`, `options`, `data` or `prefs` is sent as `[]`, and in what a caller sent also one with the "
        "keys `0`, `1`, `2` … as a list, at any depth",
        "it is sent as a map: `{}`",
        "typed SDKs refuse `[]` there, so nobody could read such a provider",
    ),
    Deviation(
        "json-404",
        "an unknown route is an HTML page, with whatever status it is refused (1.9.5 on)",
        "it is the JSON envelope, and `general_route_not_found` names services that are not emulated",
        "an SDK shows the page as its error message",
    ),
    Deviation(
        "advice",
        "the message of a refusal says what was refused, in the same words whatever the reason",
        "behind it stands why nothing of the body was read, which methods a path has and in which release it is there, or that the "
        "call named no project, key or session",
        "it is the first mistake that people make, and programs read the type",
    ),
    Deviation(
        "total-false",
        "the text `false` for `total` counts as true (1.8.1, 1.9.5 on)",
        "it counts as false: `total` is 0",
        "it is what SDKs send, and what the caller means",
    ),
    Deviation(
        "topic-cursor",
        "a cursor on the topics list breaks the server, in every version",
        "it works as on the other lists",
        "paging through topics is a correct program",
    ),
    Deviation(
        "no-500",
        "some input ends in a 500 `general_unknown`: null for a parameter that is not nullable, a map for a list, …",
        "it is a 400 `general_argument_invalid` that names the parameter",
        "what fails in production fails here too, and says why",
    ),
    Deviation(
        "taken-upsert",
        "to upsert a new row with a value that another has in a unique index is a 200 with a row that does not exist afterwards, "
        "and the other row is touched",
        "it is a 409 `row_already_exists` or `document_already_exists`, as when it is created",
        "nobody can want a row that is not there",
    ),
    Deviation(
        "scalar-body",
        "a JSON body that is a bare text or number is a 500 without `type`",
        "it is a 400 `general_argument_invalid`",
        "as above",
    ),
    Deviation(
        "vonage-success",
        "a success of Vonage is judged a failure",
        "it counts as sent",
        "a test of a program that uses Vonage could never pass",
    ),
    Deviation(
        "crash-ends-failed",
        "a message that cannot be put together (its attachment is gone, a push's `data` has the key `$id`) stays in `processing` "
        "(up to 1.9.6)",
        "it ends as `failed` with the reason",
        "a test would wait for ever",
    ),
    Deviation(
        "provider-limits",
        "Appwrite passes on what a provider always refuses (a push's `data` that is no text, an SMS over 1,600 characters, …), and "
        "what becomes of it is the provider's business",
        "the provider refuses it by its published rules; the delivery names the rule. `--no-provider-limits` turns it off, "
        "`--provider-limits` turns it on in exact mode",
        "it would be `sent` in a test and fail in production",
    ),
    Deviation(
        "push-keys",
        "an FCM or APNs provider whose private key cannot be used fails every push, with one error for the batch",
        "any text passes for a key",
        "tests seldom have real keys",
    ),
    Deviation(
        "encryption-in-capitals",
        "an SMTP provider with the encryption `TLS` in capitals is taken, and then breaks the worker: its messages stay in "
        "`processing`",
        "it is the same as `tls`",
        "a test would wait for ever",
    ),
    Deviation(
        "provider-of-another-type",
        "a target may name a provider of another type: an SMS provider is given an e-mail's text and address, any other mixture "
        "breaks the worker, and the message stays in `processing`",
        "the provider refuses this recipient, and the others are served",
        "as above",
    ),
    Deviation(
        "null-attachments",
        "`attachments: null` of an e-mail is stored and returned as null (1.9.6)",
        "it is returned as `[]`",
        "typed SDKs refuse null there",
    ),
    Deviation(
        "orphaned-subscribers",
        "a subscriber whose target is gone (its user's address was cleared) is a 500 when it is read, and kills the server's worker "
        "when it is listed: the caller gets no answer",
        "it is shown, with an empty target; deleting it is the server's 400 in both modes",
        "a test would hang, and nobody could see what is wrong",
    ),
    Deviation(
        "stored-attachments",
        "an attachment out of a bucket with encryption (the default) or compression is sent as it lies on the disk (up to 1.9.6)",
        "it is sent as it was uploaded, and the delivery carries a warning",
        "a test reads its attachments; the warning says what to change before production",
    ),
    Deviation(
        "no-warning",
        "a response format newer than the server adds `X-Appwrite-Warning` to every answer",
        "the header is left out",
        "SDKs print it on every call, and PHP's test frameworks fail on it",
    ),
    Deviation(
        "newest-sdk-parameters",
        "e-mail `emails`, `replyToEmail`, `replyToName`, push `channelId`, topic `description`, `qos`, `expiry` are ignored, "
        "and the provider kind `appwrite` is unknown",
        "they work, with the limits that the newest SDK declares",
        "Appwrite's cloud has them already",
    ),
    Deviation(
        "rate-limits",
        "some routes of account, storage and databases refuse too many calls",
        "they never do without `--rate-limits` (with `--exact` too)",
        "a test suite signs in often",
    ),
    Deviation(
        "body-limit",
        "a body over about 12 MB, a head or form larger than any client's, or what is no HTTP request, is refused by the server's HTTP"
        " layer, without the envelope",
        "it is a 413, 431 or 400 with the envelope (with `--exact` too)",
        "an SDK can show it",
    ),
    Deviation(
        "late-logs",
        "the entries of a log are written late (1.6.2), by up to a minute as we infer",
        "an entry shows at once",
        "a test would wait a minute for it",
    ),
    Deviation(
        "at-once",
        "workers deliver messages, make columns and indexes, clean up after deletions and write logs a moment after the answer; a "
        "scheduled message may be "
        "some seconds late",
        "all of it is done before the next call, and at the second (with `--exact` too); `--delivery` puts deliveries off",
        "no test has to poll",
    ),
    Deviation(
        "open-door",
        "an unknown project or API key is refused",
        "served without `--strict-auth`, a project appears on its first use and any key has all scopes (with `--exact` too); "
        "pages of other origins need a key that the project has and that is not the default one, and a host name with a dot "
        "that is not local needs `--allow-host` (not with `--exact`)",
        "the first try needs no set-up; the fixtures are strict",
    ),
    Deviation(
        "app-origins",
        "a page is let in when it is on `localhost` or on one of the project's platforms, an app on a phone when its bundle or "
        "package is one",
        "any app is, and any page of this machine (`127.0.0.1`) or of the address by which the server is reached",
        "a test has no console in which to register it",
    ),
    Deviation(
        "email-facts",
        "lists of mail hosters tell whether a user's address is free, disposable or corporate (1.9.5 on)",
        "addresses at example.com are disposable, all others corporate, none is free (with `--exact` too)",
        "the lists change from week to week",
    ),
    Deviation(
        "countries",
        "sessions and logs name the country of the caller's address",
        "it is unknown: `--` (with `--exact` too)",
        "tests call from this machine",
    ),
    Deviation(
        "query-depth",
        "`and` and `or` may be nested without end",
        "255 deep, then it is a 400 (with `--exact` too)",
        "a hostile query cannot stop the server",
    ),
    Deviation(
        "own-header",
        "no such header",
        "every answer carries `x-mockwrite` with the version (with `--exact` too)",
        "a test can prove that it never spoke to production",
    ),
    Deviation(
        "password-hashes",
        "passwords are hashed with argon2",
        "the stored text has the same form, the hash in it is a cheap one (with `--exact` too)",
        "argon2 takes a tenth of a second for each user",
    ),
    Deviation(
        "imported-hashes",
        "users whose hash was imported sign in with their password, whatever the algorithm",
        "md5, sha, phpass (the portable form) and scrypt always work; argon2, bcrypt and the modified scrypt where "
        "`mockwrite[hashes]` is installed, else they are answered like a wrong password, and the text says why (with `--exact` too)",
        "they need libraries of which most test suites have no use",
    ),
    Deviation(
        "sha-options",
        "the `hashOptions` of a user with an imported SHA hash have no `type` (recorded in 1.9.6)",
        "they have: `sha`",
        "typed SDKs refuse options without it, so nobody could read such a user",
    ),
    Deviation(
        "empty-bucket",
        "a bucket with the id `0` is answered with 201 and an empty bucket, and nothing is stored",
        "it is a 400 `general_argument_invalid`",
        "what fails in production fails here too, and says why",
    ),
    Deviation(
        "doubled-headers",
        "answers with a file's bytes carry some headers twice (`X-Content-Type-Options`, `Cache-Control`, `Expires`) and "
        "`X-Peak`, the memory that they took (1.9.5 on)",
        "each is sent once, and `X-Peak` not at all",
        "they mean nothing, and two values of one header are hard to assert",
    ),
    Deviation(
        "compression",
        "answers over 1 kB are compressed when the client allows it",
        "answers are never compressed (with `--exact` too)",
        "nothing is gained on one machine",
    ),
    Deviation(
        "file-memory",
        "files lie on a disk",
        "they are kept in memory; an upload that would take more than `file_limit` bytes for a project's files is a 400 "
        "`storage_invalid_file_size` that names the setting (with `--exact` too)",
        "nothing has to be cleaned up, and a test that uploads without end is stopped",
    ),
    Deviation(
        "stored-size",
        "`sizeActual` and `totalSize` count what a file takes after compression with the bucket's method",
        "Zstandard is counted as gzip, and a file that is sent as it is stored is a frame in which nothing is packed (with "
        "`--exact` too)",
        "Python has no such library, and the exact size says nothing to a test",
    ),
    Deviation(
        "previews",
        "a file's preview is scaled, cut and converted as its parameters say; for files that are no images it is a picture",
        "the parameters are checked, then the image is returned as it was uploaded, or one grey point when another type is "
        "wanted; for other files the picture is that point too (also with `--exact`)",
        "a message never carries a preview",
    ),
    Deviation(
        "refused-chunk",
        "a last chunk that arrives first is refused and counted all the same, so the file can never be finished (up to 1.9.0)",
        "it is refused and forgotten",
        "nothing that an SDK does leads there, and an upload that starts anew should work",
    ),
    Deviation(
        "database-time",
        "a time that the call itself has set (`accessedAt` on the first call of a day, `expire` of a session that is extended, "
        "`mfaUpdatedAt`) is shown as the database writes it: `2030-01-31 08:00:00.000`",
        "it looks like every other time",
        "a strict client cannot read it",
    ),
    Deviation(
        "deleted-session",
        "a session that is deleted under another user's id goes on working for a while, out of a cache",
        "it is gone at once",
        "what was deleted must not work in a test either",
    ),
    Deviation(
        "forgotten-cookies",
        "deleting several sessions sends `X-Fallback-Cookies` once for each, which a client reads as `[], []` (1.9.5 on)",
        "it is sent once",
        "the web SDK stores it, and cannot read it back",
    ),
    Deviation(
        "user-agents",
        "devices and clients are told apart by a library with thousands of patterns",
        "by a table of common browsers, phones and HTTP libraries; the fields of others are empty (with `--exact` too)",
        "the library takes a second to name its first phone",
    ),
    Deviation(
        "invitation-sms",
        "the SMS of an invitation holds its link with `&amp;` in place of `&`",
        "it holds the link as it is",
        "a phone would open another page, and a test could not follow the link",
    ),
    Deviation(
        "limits-of-all-projects",
        "calls to limited routes are counted together for all projects of a server",
        "each project counts its own",
        "a test must not see what another one did",
    ),
    Deviation(
        "mailer",
        "account mails and codes need a mail server and an SMS provider in the server's environment; without, they are a 503",
        "both are always there (with `--exact` too)",
        "nothing has to be set up to test a sign-up",
    ),
    Deviation(
        "mail-texts",
        "account mails are worded and laid out as the server's templates are, in some seventy languages",
        "the words are mockwrite's, in English, German, French and Spanish; links, codes, senders and custom templates are as there "
        "(with `--exact` too)",
        "what a test reads is the link or the code",
    ),
    Deviation(
        "own-sentences",
        "each error has a sentence of the server's",
        "the sentences are our own, types and statuses are the server's (with `--exact` too); `--texts FILE` answers with those "
        "that `mockwrite texts` has learnt from a server",
        "the server's sentences are not ours to ship",
    ),
)  # fmt: skip
