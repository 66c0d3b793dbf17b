"""W10: many clients in many projects of one server, while others wait and listen; what each of them was told is counted."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from .calls import JSON, MESSAGES, Call, post
from .contestants import MOCKWRITE
from .counted import CountedServer
from .report import Report
from .rounds import Contender, Figures, Unavailable, in_turn
from .servers import HOST

KEY = "crowd-key"
RATE, LOST, MIXED, ASTRAY = "creates a second", "lost", "mixed", "out of order"
HELD, LEFT, PEAK = "objects held", "objects left", "peak RSS kB"
# Answers of so many parts does somebody get who waits for all that a project sends.
_ANSWERS = 16
# Seconds after the last create in which everybody has to hear of it.
_PATIENCE = 60.0
# A connection that was not used for so many seconds may have been closed: the server keeps it for five.
_IDLE = 1.0
# What has ended on the client's side ends a moment later on the server's: so often it is looked for.
_LOOKS = 50


@dataclass(frozen=True)
class Crowd:
    """How many clients make how many messages each in how many projects, and how many wait and listen meanwhile."""

    clients: int
    creates: int
    projects: int
    polls: int
    streams: int

    def turns(self, client: int) -> Iterator[tuple[int, int]]:
        """Yield the number of each create of a client, and the project that it is in."""
        return ((number, (client + number) % self.projects) for number in range(self.creates))


@dataclass
class Witness:
    """What one reader was told of a project: deliveries as number and message, in order, and other news of messages."""

    deliveries: list[tuple[int, str]] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)

    def tell(self, row: Mapping[str, object]) -> None:
        """Note a delivery, or an event about a message."""
        if "number" in row:
            self.deliveries.append((int(str(row["number"])), str(row["messageId"])))
        elif row.get("messageId"):
            self.messages.add(str(row["messageId"]))


@dataclass
class Place:
    """One project: how many messages it gets, those that were acknowledged with their subjects, and who looked on."""

    id: str
    expected: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    witnesses: list[Witness] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a call in it."""
        return {**JSON, "X-Appwrite-Project": self.id, "X-Appwrite-Key": KEY}

    def witness(self) -> Witness:
        """Return somebody new who looks on."""
        self.witnesses.append(Witness())
        return self.witnesses[-1]


@dataclass(frozen=True)
class Account:
    """What came of it: how many acknowledged messages somebody did not hear of, and how many of another project's he did."""

    lost: int
    mixed: int
    out_of_order: int


class Connection:
    """A connection that is kept, for one request at a time."""

    def __init__(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self._port = port
        self._writer = writer
        self._used = time.perf_counter()

    async def send(self, call: Call) -> Mapping[str, str]:
        """Send a request and read the head of its answer, with the status as `status` and names in lower case."""
        await self._keep()
        try:
            return await self._exchange(call)
        except (ConnectionError, asyncio.IncompleteReadError):
            # Who takes long is hung up on, at that very moment perhaps. A message that was made all the same and not acknowledged
            # would be counted as one of another project.
            await self._renew()
            return await self._exchange(call)

    async def _exchange(self, call: Call) -> Mapping[str, str]:
        body = call.body.encode()
        headers = {"Host": HOST, **call.headers, "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer.write(f"{call.method} {call.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        first, *rest = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        answered = (line.partition(": ") for line in rest if line)
        return {"status": first.split()[1], **{name.lower(): value for name, _, value in answered}}

    async def _keep(self) -> None:
        """Connect anew when the server has closed what was not used for a while: on a busy machine, others kept this process."""
        before, self._used = self._used, time.perf_counter()
        if self._used - before < _IDLE:
            return
        # The end of a connection, which came while others had their turn, is known after the next look at all sockets.
        for _ in range(2):
            await asyncio.sleep(0)
        if self.reader.at_eof():
            await self._renew()

    async def _renew(self) -> None:
        self.close()
        self.reader, self._writer = await asyncio.open_connection(HOST, self._port)

    def close(self) -> None:
        """Close it."""
        self._writer.close()

    async def ask(self, call: Call) -> tuple[int, bytes]:
        """Send a request; return status and body of its answer."""
        head = await self.send(call)
        return int(head["status"]), await self.reader.readexactly(int(head.get("content-length", "0")))

    async def answer(self, call: Call) -> dict[str, object]:
        """Send a request that has to succeed and return its JSON. Raises Unavailable."""
        status, body = await self.ask(call)
        if status >= 400:
            raise Unavailable(f"{call.method} {call.path} was answered with {status}: {body[:300]!r}")
        document: dict[str, object] = json.loads(body) if body else {}
        return document


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """Connect for the length of a block."""
    connection = Connection(port, *await asyncio.open_connection(HOST, port))
    try:
        yield connection
    finally:
        connection.close()


async def visit(port: int, crowd: Crowd) -> tuple[list[Place], float]:
    """Let a crowd work in projects of its own; return these with all that was told, and the seconds that the creates took."""
    sizes = Counter(place for client in range(crowd.clients) for _, place in crowd.turns(client))
    places = [Place(f"crowd-{number}", sizes[number]) for number in range(crowd.projects)]
    async with connected(port) as connection:
        for place in places:
            await connection.answer(post("/_mockwrite/projects", JSON, {"id": place.id, "key": KEY, "providers": True}))
            await connection.answer(
                post("/v1/users", place.headers, {"userId": "ada", "email": f"ada@{place.id}.example"})
            )
    listening = asyncio.Semaphore(0)
    onlookers = [
        *(asyncio.create_task(_wait(port, place)) for place in _around(places, crowd.polls)),
        *(asyncio.create_task(_listen(port, place, listening)) for place in _around(places, crowd.streams)),
    ]
    for _ in range(crowd.streams):
        await listening.acquire()
    begun = time.perf_counter()
    await asyncio.gather(*(_create(port, crowd, client, places) for client in range(crowd.clients)))
    seconds = time.perf_counter() - begun
    if onlookers:
        # Who has not heard of everything by the end of it has lost something, which is counted.
        done, late = await asyncio.wait(onlookers, timeout=_PATIENCE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in done:
            task.result()
    async with connected(port) as connection:
        for place in places:
            await _read(connection, place)
    return places, seconds


async def leave(port: int, places: Iterable[Place]) -> None:
    """Delete the projects."""
    async with connected(port) as connection:
        for place in places:
            await connection.answer(Call("DELETE", f"/_mockwrite/projects/{place.id}"))


def _around(places: list[Place], count: int) -> Iterator[Place]:
    return (places[number % len(places)] for number in range(count))


async def _create(port: int, crowd: Crowd, client: int, places: list[Place]) -> None:
    """Make a client's messages, one after the other, each in the next project."""
    async with connected(port) as connection:
        for number, turn in crowd.turns(client):
            place = places[turn]
            subject = f"{place.id} {client} {number}"
            letter = {"messageId": "unique()", "subject": subject, "content": "Hello", "users": ["ada"]}
            made = await connection.answer(post(f"{MESSAGES}/email", place.headers, letter))
            place.acknowledged[str(made["$id"])] = subject


async def _wait(port: int, place: Place) -> None:
    """Wait for all that a project sends, some at a time."""
    witness = place.witness()
    told = 0
    async with connected(port) as connection:
        while told < place.expected:
            count = min(-(-place.expected // _ANSWERS), place.expected - told)
            where = f"/_mockwrite/wait?project={place.id}&cursor={told}&count={count}&timeout=3600"
            found = await connection.answer(Call("GET", where))
            for row in _rows(found):
                witness.tell(row)
            told = witness.deliveries[-1][0]


async def _listen(port: int, place: Place, listening: asyncio.Semaphore) -> None:
    """Read the events of a project until all that it sends was among them."""
    witness = place.witness()
    async with connected(port) as connection:
        await connection.send(Call("GET", f"/_mockwrite/events?project={place.id}"))
        # The first line that is no size of a chunk says that whatever happens from here on will be heard.
        await connection.reader.readuntil(b": listening\n")
        listening.release()
        while len(witness.deliveries) < place.expected:
            line = await connection.reader.readline()
            if not line:
                return
            if line.startswith(b"data: "):
                witness.tell(json.loads(line[6:]))


async def _read(connection: Connection, place: Place) -> None:
    """Read a project's outbox from the beginning to the end."""
    witness = place.witness()
    cursor: object = 0
    while cursor is not None:
        where = f"/_mockwrite/outbox?project={place.id}&view=row&status=any&limit=1000&cursor={cursor}"
        page = await connection.answer(Call("GET", where))
        for row in _rows(page):
            witness.tell(row)
            place.subjects[str(row["messageId"])] = str(row["subject"])
        cursor = page["next"]


def _rows(found: Mapping[str, object]) -> list[Mapping[str, object]]:
    rows = found["deliveries"]
    assert isinstance(rows, list)
    return rows


def account(places: Iterable[Place]) -> Account:
    """Compare what was acknowledged with what everybody was told."""
    lost = mixed = out_of_order = 0
    for place in places:
        acknowledged = place.acknowledged.keys()
        for witness in place.witnesses:
            told = {message for _, message in witness.deliveries}
            lost += len(acknowledged - told)
            mixed += len((told | witness.messages) - acknowledged)
            numbers = [number for number, _ in witness.deliveries]
            # Each once, without a gap, in order.
            out_of_order += sum(number != right for right, number in enumerate(numbers, 1))
        mixed += sum(place.subjects.get(id, subject) != subject for id, subject in place.acknowledged.items())
        out_of_order += _overtaken(place.subjects.values())
    return Account(lost, mixed, out_of_order)


def _overtaken(subjects: Iterable[str]) -> int:
    """Count the messages that stand behind a later one of their client."""
    latest: dict[str, int] = {}
    overtaken = 0
    for subject in subjects:
        _, client, number = subject.split()
        overtaken += int(number) < latest.get(client, 0)
        latest[client] = int(number)
    return overtaken


def gather(crowd: Crowd) -> Figures:
    """Start a server, let a crowd work on it and its projects be deleted, and return what was counted."""
    with CountedServer() as server:
        # What the first of its kind brings along stays: modules, tables, caches.
        asyncio.run(_come_and_go(server.port, Crowd(1, 1, 1, 1, 1)))
        before = server.count()
        places, seconds = asyncio.run(visit(server.port, crowd))
        held = server.count() - before
        asyncio.run(leave(server.port, places))
        left = next((more for _ in range(_LOOKS) if (more := server.count() - before) <= 0), server.count() - before)
        found = account(places)
        return {
            RATE: crowd.clients * crowd.creates / seconds,
            LOST: found.lost,
            MIXED: found.mixed,
            ASTRAY: found.out_of_order,
            HELD: held,
            LEFT: max(left, 0),
            PEAK: server.peak(),
        }


async def _come_and_go(port: int, crowd: Crowd) -> None:
    places, _ = await visit(port, crowd)
    await leave(port, places)


def run(report: Report, *, crowd: Crowd) -> None:
    """Measure W10 and put it into the report."""
    results = in_turn([Contender(MOCKWRITE, lambda: gather(crowd))], 1, warm_up=False, label="W10 a crowd")
    report.skipped |= results.skipped
    report.raw["W10"] = results.figures
    if not results.has(MOCKWRITE, RATE):
        return
    for key, figure in (("lost", LOST), ("mixed", MIXED), ("out-of-order", ASTRAY), ("objects-left", LEFT)):
        report.judge(key, results.values(MOCKWRITE, figure))
    work = f"W10 {crowd.clients} clients × {crowd.creates:,} creates in {crowd.projects} projects"
    report.compare(work, MOCKWRITE, RATE, results.values(MOCKWRITE, RATE))
    report.compare(work, MOCKWRITE, PEAK, results.values(MOCKWRITE, PEAK))
