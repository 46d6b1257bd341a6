"""Clients over loopback that ask one after another, twenty at a time, and how fast they could be at all.

Plain sockets and no HTTP library: a client costs some 0.1 ms of a processor for each answer. `ceiling` asks a bare
server that answers the same number of bytes from memory, which tells whether the clients or the server are the limit.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

CLIENTS = 20
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_NEXT = re.compile(rb"link: <([^>]+)>; rel=\"next\"", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What twenty clients met: seconds of each request, of the whole, and of the clients' own processor time."""

    times: list[float]
    seconds: float
    work: float
    size: int
    """Bytes of the largest body."""

    def share(self, part: float) -> float:
        """Seconds below which this part of the requests stayed."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.times) / self.seconds


Following = Callable[[int], Iterator[str]]
"""The addresses of one client by its number; `+` stands for the next page of the answer before."""


async def _ask(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> tuple[bytes, int]:
    """One answer: its head, and the bytes of its body. Raises RuntimeError for anything but 200."""
    reader, writer = streams
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path}: {head[:200]!r} {body[:300]!r}")
    return head, len(body)


async def _client(port: int, paths: Iterator[str], until: float) -> tuple[list[float], int]:
    streams = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    times: list[float] = []
    head, size = b"", 0
    for named in paths:
        if time.perf_counter() > until and times:
            break
        following = _NEXT.search(head)
        if named == "+" and following is None:
            break
        path = following[1].decode() if named == "+" and following else named
        started = time.perf_counter()
        head, length = await _ask(streams, path)
        times.append(time.perf_counter() - started)
        size = max(size, length)
    streams[1].close()
    return times, size


def load(port: int, paths: Following, seconds: float, clients: int = CLIENTS) -> Load:
    """Let the clients ask for some seconds, each until its own addresses end."""

    async def together() -> list[tuple[list[float], int]]:
        until = time.perf_counter() + seconds
        return await asyncio.gather(*(_client(port, paths(number), until) for number in range(clients)))

    started, work = time.perf_counter(), time.process_time()
    # In a thread of its own: the caller may have a loop of its own at work.
    with ThreadPoolExecutor(1) as alone:
        found = alone.submit(asyncio.run, together()).result()
    took, worked = time.perf_counter() - started, time.process_time() - work
    return Load([one for times, _ in found for one in times], took, worked, max(size for _, size in found))


def again(path: str) -> Following:
    """Every client asks one address again and again."""

    def paths(number: int) -> Iterator[str]:
        del number
        while True:
            yield path

    return paths


def ceiling(size: int, seconds: float) -> Load:
    """What the clients reach against a server that does nothing but send `size` bytes."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_bare, args=(there, size), daemon=True)
    process.start()
    try:
        return load(here.recv(), again("/"), seconds)
    finally:
        process.terminate()
        process.join()


def _bare(pipe: Any, size: int) -> None:
    answer = f"HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n".encode() + b"x" * size

    class Bare(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            del data  # a client sends one whole request, and waits
            self.transport.write(answer)

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())
