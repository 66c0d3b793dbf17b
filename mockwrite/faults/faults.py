"""Failures on order: the fault rules of one project, for API calls and for deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeAlias, Unpack

from ..errors import hint
from ..names import do_nothing
from .canned import AnswerFields, AnswerFunction
from .fields import FailureName, FaultError, read_values
from .rule import Handed, Rule

__all__ = ["FaultError", "Faults", "Handed", "Rule"]


# The last number, and each rule with its switch and its counts.
FaultState: TypeAlias = tuple[int, list[tuple[Rule, bool, int, int, dict[str, int]]]]


class KnownFailure(Protocol):
    """What is known of a failure that can be ordered: the provider kinds that have it, with their texts."""

    @property
    def meaning(self) -> str: ...
    @property
    def errors(self) -> Mapping[str, str]: ...
    @property
    def channels(self) -> frozenset[str]: ...


class Faults:
    """The fault rules of one project, in the order in which they were made. An object without rules is false.

    Rules are asked in order; the first that strikes wins, and the later ones do not see the call or delivery. Canned answers
    are rules too, asked when no fault rule has stopped the call.
    `known_failures` returns the failures of providers that can be ordered, by name; it is called when somebody orders one.
    """

    _internal = frozenset(
        {"state", "restore", "on_call", "answer_to", "next_on", "on_delivery", "scripts", "known_failures"}
    )

    def __init__(
        self, known_failures: Callable[[], Mapping[str, KnownFailure]] = dict, tell: Callable[..., None] = do_nothing
    ) -> None:
        self.known_failures = known_failures
        self._rules: dict[str, Rule] = {}
        self._last = 0
        # Tells the project's listeners that a rule was added, removed or switched.
        self._changed = partial(tell, "fault")

    @property
    def failures(self) -> Mapping[str, KnownFailure]:
        """The failures of providers that can be ordered, by name."""
        return self.known_failures()

    def __bool__(self) -> bool:
        return bool(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[Rule]:
        # Of a copy: a test may add rules while the server asks them.
        return iter(tuple(self._rules.values()))

    @property
    def rules(self) -> list[Rule]:
        """All rules."""
        return list(self._rules.values())

    @property
    def answers(self) -> list[Rule]:
        """The canned answers."""
        return [rule for rule in self if rule.is_answer]

    @property
    def unused(self) -> list[Rule]:
        """The rules that never struck, canned answers included: a test that has one does not test what it says."""
        return [rule for rule in self if rule.matched == 0]

    # Making rules -------------------------------------------------------------------------------------------------

    def add(self, rule: Mapping[str, Any] | None = None, /, **fields: Any) -> Rule:
        """Add a rule, from keywords or from its JSON form, and return it.

        It is on a delivery: `channel provider to user topic target`, with `failure` (a name) or `error` (a text). Or on a
        call: `method path`, with `effect` and `status type message delay moment`. It lives as `nth times until` say.
        Raises FaultError saying what is wrong and what there is.
        """
        given = {**(rule or {}), **fields}
        seen, matched = (int(given.pop(name, 0)) for name in ("seen", "matched"))
        id = given.pop("id", None)
        given.pop("description", None)
        values = read_values(given)
        if values["on"] == "delivery":
            values["kinds"] = self._kinds(values)
        if id is None or id in self._rules:
            self._last += 1
            id = f"f{self._last}"
        elif id[:1] == "f" and id[1:].isdecimal():
            self._last = max(self._last, int(id[1:]))
        made = Rule(**{"id": id, "name": id, **values}, seen=seen, matched=matched)
        made.switched = self._changed
        self._rules[id] = made
        self._changed()
        return made

    def fail_delivery(self, with_: FailureName = "unexplained", **fields: Any) -> Rule:
        """Make deliveries fail: `fail_delivery("bounced", to="ada@example.com", times=2)`. Raises FaultError.

        Some ways in which a provider fails: `bounced` (SMTP: 550), `invalid_recipient`, `throttled`, `expired_token`,
        `provider_down` (503, or the connection is refused), `timeout` (no network), `unauthorized`, `adapter_exception`
        (such as an unusable FCM key); `faults.failures` has all. A recipient's fault under an adapter that judges a whole
        batch (smtp, mailgun, sendgrid, telesign, textmagic, msg91) fails the batch.
        """
        return self.add(on="delivery", failure=with_, **fields)

    def answer_delivery(self, answers: Mapping[str, Any] | None = None, **fields: Any) -> Rule:
        """Say what a provider answers: `answer_delivery({"api.mailgun.net": [{"status": 429}, "success"]}, to="ada@…")`.

        The keys are hosts with paths, `*` is any text; each request takes the next answer, and the last is repeated. An answer
        is a `status` with a `body` (a text, or JSON), an `action` (`close`, `hang`, `reset`, `refuse`, `unreachable`), or
        `success`. For SMTP: `replies={"rcpt": {"ada@example.com": "550 5.1.1 No such mailbox"}}`, with the steps `connect`,
        `greeting`, `ehlo`, `starttls`, `auth`, `mail`, `rcpt`, `rcpt_all` and `data`. What becomes of it is what Appwrite's adapter
        makes of such an answer. Raises FaultError.
        """
        return self.add(on="delivery", answers=answers, **fields)

    def fail_call(self, method: str | None = None, path: str | None = None, **fields: Any) -> Rule:
        """Make calls fail: `fail_call("POST", "/messaging/messages/*", status=503, times=1)`. Raises FaultError.

        With `moment="after"` the call takes effect and only its answer is an error, so that a retry makes a duplicate.
        """
        return self.add(on="call", method=method, path=path, **{"effect": "status", **fields})

    def limit_calls(self, method: str | None = None, path: str | None = None, **fields: Any) -> Rule:
        """Refuse calls with 429 and the headers of a rate limit."""
        return self.add(on="call", method=method, path=path, effect="rate_limit", **fields)

    def delay_calls(self, seconds: float, method: str | None = None, path: str | None = None, **fields: Any) -> Rule:
        """Answer calls so many seconds of real time late."""
        return self.add(on="call", method=method, path=path, effect="delay", delay=seconds, **fields)

    def break_bodies(self, method: str | None = None, path: str | None = None, **fields: Any) -> Rule:
        """Answer with a body that ends in the middle of its JSON."""
        return self.add(on="call", method=method, path=path, effect="broken_body", **fields)

    def drop_calls(self, method: str | None = None, path: str | None = None, **fields: Any) -> Rule:
        """Drop the connection without an answer; in the middle of the body with `effect="half_body"`."""
        return self.add(on="call", method=method, path=path, **{"effect": "drop", **fields})

    def respond(
        self, method: str, path: str, function: AnswerFunction | None = None, **fields: Unpack[AnswerFields]
    ) -> Rule:
        """Prepare the answer to a call: `respond("POST", "/functions/*/executions", json={"status": "completed"}, status=201)`.

        The call is not carried out, whether or not mockwrite emulates it, and no key is asked for. `function` is given the
        call and returns the JSON of the body, or an `Answer`. Raises FaultError saying what is wrong.
        """
        return self.add(on="call", method=method, path=path, effect="answer", function=function, **fields)

    def _kinds(self, values: Mapping[str, Any]) -> frozenset[str] | None:
        """Return the provider kinds that can fail as a rule says; None when any can."""
        name = values.get("failure")
        ways = [way for way in ("failure", "error", "answers", "replies") if way in values]
        if name is None and not ways:
            raise FaultError(
                "a fault rule on a delivery needs a failure or an error text, or the answers of the provider. "
                f"Failures: {self._listed()}"
            )
        if {"answers", "replies"} & set(ways) and len(ways) > 1:
            raise FaultError(
                f"a fault rule has one of failure (with error), answers and replies, got {' and '.join(ways)}"
            )
        if name is None:
            return None
        found = self.failures.get(name)
        if found is None:
            raise FaultError(f"there is no failure {name!r}{hint(name, self.failures)} Failures: {self._listed()}")
        channel, provider = values.get("channel"), values.get("provider")
        if channel is not None and channel not in found.channels:
            able = ", ".join(item for item, row in self.failures.items() if channel in row.channels)
            raise FaultError(f"a delivery by {channel} cannot fail with {name!r}; it can with: {able}")
        known_kinds = {kind for row in self.failures.values() for kind in row.errors}
        if provider in known_kinds and provider not in found.errors:
            able = ", ".join(item for item, row in self.failures.items() if provider in row.errors)
            raise FaultError(f"the provider {provider} cannot fail with {name!r}; it can with: {able}")
        return frozenset(found.errors)

    def _listed(self) -> str:
        return "; ".join(f"{name}: {row.meaning}" for name, row in self.failures.items()) or "none"

    # Changing rules -----------------------------------------------------------------------------------------------

    def get(self, id: str) -> Rule:
        """Return a rule by its id or name. Raises LookupError with the rules there are."""
        found = self._rules.get(id) or next((rule for rule in self if rule.name == id), None)
        if found is None:
            known = "; ".join(map(str, self)) or "none"
            raise LookupError(f"there is no fault rule and no canned answer {id!r}; there are: {known}")
        return found

    def remove(self, rule: Rule | str) -> Rule:
        """Remove a rule (it, its id or its name) and return it. Raises LookupError."""
        gone = self._rules.pop(self.get(rule.id if isinstance(rule, Rule) else rule).id)
        self._changed()
        return gone

    def clear(self, *, answers: bool | None = None) -> int:
        """Remove all rules, or only the canned answers (True), or only the others (False); return how many."""
        gone = [rule.id for rule in self if answers in (None, rule.is_answer)]
        for id in gone:
            del self._rules[id]
        self._changed()
        return len(gone)

    # Asking them --------------------------------------------------------------------------------------------------

    def on_call(self, method: str, path: str, now: int) -> Rule | None:
        """Return the fault rule that strikes a call, and count it; `path` is as it was requested."""
        return self._striking(method, path, now, answers=False)

    def answer_to(self, method: str, path: str, now: int) -> Rule | None:
        """Return the canned answer to a call, and count it."""
        return self._striking(method, path, now, answers=True)

    def next_on(self, method: str, path: str, now: int) -> Rule | None:
        """Return the rule that will strike a call, a fault rule before a canned answer, without counting it."""
        about = [rule for rule in self._about(method, path) if rule.would_strike(now)] if self._rules else []
        return min(about, key=lambda rule: rule.is_answer, default=None)

    def _striking(self, method: str, path: str, now: int, *, answers: bool) -> Rule | None:
        about = self._about(method, path)
        return next((rule for rule in about if rule.is_answer is answers and rule.strikes(now)), None)

    def _about(self, method: str, path: str) -> Iterator[Rule]:
        segments = [segment for segment in path.split("/") if segment]
        plain = "/".join(segments[1:] if segments[:1] == ["v1"] else segments)
        return (rule for rule in self if rule.on == "call" and rule.enabled and rule.means_call(method, plain))

    def on_delivery(self, handed: Handed, now: int) -> Rule | None:
        """Return the rule that strikes one recipient of a hand-over, and count it."""
        for rule in self:
            orders = rule.on == "delivery" and rule.enabled and not rule.is_script
            if orders and rule.means_delivery(handed) and rule.strikes(now):
                return rule
        return None

    def scripts(self, handed: Sequence[Handed]) -> list[Rule]:
        """Return the rules that say what the provider of a hand-over answers; they count with each answer."""
        scripts = [rule for rule in self if rule.is_script and rule.enabled]
        return [rule for rule in scripts if any(map(rule.means_delivery, handed))] if scripts else []

    # Snapshots ----------------------------------------------------------------------------------------------------

    def state(self) -> FaultState:
        """Return what `restore` needs: the rules with their switches and counts."""
        return self._last, [
            (rule, rule.enabled, rule.seen, rule.matched, dict(rule.used)) for rule in self._rules.values()
        ]

    def restore(self, state: FaultState) -> None:
        """Bring back saved rules as they were."""
        self._last, rules = state
        for rule, enabled, seen, matched, used in rules:
            rule.enabled, rule.seen, rule.matched, rule.used = enabled, seen, matched, dict(used)
        self._rules = {rule.id: rule for rule, *_ in rules}
