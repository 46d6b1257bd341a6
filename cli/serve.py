"""`narragraph serve`: the graph over HTTP until it is told to stop."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import socket
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.cypher_settings import TurnOn, limits_if_on
from cli.folder import MARK, Engine, config_for, review_folder
from cli.options import EngineOption, Folder
from cli.public import Public, RateLimit, requests_a_minute, told_of_public
from cli.release_served import Frozen, frozen
from cli.terminal import Terminal
from cli.tokens import TokensFileOption, token_file
from graph import version
from graph.config import Config
from graph.errors import ConfigError, GraphDamaged, GraphMissing, GraphOfAnotherReview

if TYPE_CHECKING:
    import uvicorn

    from api.source import GraphSource

GRACE = 20
"""Seconds that answers in progress get to end when the server is stopped."""
WAITING = 128
"""Connections that may wait to be accepted."""
Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="ADDRESS",
        help="Where to listen; overrides NARRAGRAPH_HOST. Anything but loopback needs tokens.",
        show_default=False,
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", min=0, max=65535, help="Overrides NARRAGRAPH_PORT; 0 takes any free one.", show_default=False
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        help="Another name under which requests may ask, such as that of a proxy; several times for several. Then "
        "requests need a token on loopback too.",
        show_default=False,
    ),
]


def serve(
    context: typer.Context,
    folder: Folder = None,
    host: Host = None,
    port: Port = None,
    allow_host: AllowHost = None,
    tokens_file: TokensFileOption = None,
    engine: EngineOption = None,
    cypher: TurnOn = False,
    public: Public = False,
    rate_limit: RateLimit = None,
    release: Frozen = None,
) -> None:
    """Answer every query over HTTP and serve the page on which curators decide, on this machine only unless --host
    says otherwise.

    The server follows new builds of the folder. Ctrl-C or SIGTERM ends it with exit code 0, after the answers in
    progress.
    """
    # long: a parameter for each option
    if release is not None:
        asked = (host, port, allow_host, tokens_file, Engine.LADYBUG, cypher, True, rate_limit)
        with frozen(release, folder, engine) as place:
            serve(context, place, *asked)
        return
    from api.app import LOOPBACK, create_app
    from api.source import GraphSource
    from cli.desk import opened_quietly

    terminal: Terminal = context.obj
    place = review_folder(folder)
    config = _overridden(config_for(engine), host, port)
    listener = _listen(config)
    with listener:
        address, number = listener.getsockname()[:2]
        names = [*LOOPBACK, *([] if _anywhere(address) else [_in_url(address)]), *(allow_host or ())]
        open_ = _open_to_others(address, allow_host or ())
        tokens = token_file(config, tokens_file, place) if open_ and not public else None
        source = GraphSource(place, config)
        try:
            state = _state(source, place, shlex.quote(str(folder)) if folder else "")
            limits = limits_if_on(place, turned_on=cypher, public=public)
            rate = requests_a_minute(rate_limit, counts=open_ or public)
            opener = None if public else partial(opened_quietly, place)
            app = create_app(source, hosts=names, tokens=tokens, opener=opener, cypher=limits, public=public, rate=rate)
            base = f"http://{'127.0.0.1' if _anywhere(address) else _in_url(address)}:{number}"
            if limits is not None:
                terminal.say(f"Free Cypher is on, read-only: POST {base}/v1/cypher, {limits.seconds:g} s a statement.")
            greeting = _greeting(state, base, names if tokens else (), address, page=not public)
            for line in (*greeting, *told_of_public(public=public, rate=rate)):
                terminal.say(line)
            _run(_server(app), listener)
        finally:
            source.close()
    terminal.say("Stopped.")


def _overridden(config: Config, host: str | None, port: int | None) -> Config:
    return replace(config, host=config.host if host is None else host, port=config.port if port is None else port)


def _listen(config: Config) -> socket.socket:
    """A bound socket, so that a busy port is one clear error and port 0 can be told."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        message = f'"{config.host}" is not an address of this machine. Use 127.0.0.1 for this machine only.'
        raise ConfigError("--host", message) from error
    # With its protocol named: else answers wait 40 ms for an acknowledgement (asyncio turns Nagle off for TCP only).
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise ConfigError("--port", _why_not(config, error)) from error
    return listener


def _why_not(config: Config, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return (
            f"{config.port} is in use on {config.host}, perhaps by another `narragraph serve`. Stop that one, or "
            "choose another port; --port 0 takes any free one."
        )
    if error.errno == errno.EACCES:
        return f"you may not listen on port {config.port}. Choose one above 1023."
    return f"nothing can listen on {config.host} port {config.port} ({error.strerror}). Choose another --host."


def _anywhere(address: str) -> bool:
    return ip_address(address.partition("%")[0]).is_unspecified


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _open_to_others(address: str, allowed: Sequence[str]) -> bool:
    """Whether requests may come from other machines: directly, or through a proxy under a name of its own."""
    from api.app import LOOPBACK

    return not ip_address(address.partition("%")[0]).is_loopback or not set(allowed) <= set(LOOPBACK)


def _state(source: GraphSource, place: Path, given: str) -> str:
    """What is served, in a sentence. Raises DatabaseUnavailable, and GraphOfAnotherReview on a server."""
    from graph.ask import graph_info

    try:
        with source.graph() as database:
            info = graph_info(database)
    except (GraphMissing, GraphDamaged) as error:
        why = "No graph has been built here yet" if isinstance(error, GraphMissing) else f"Not readable: {error.reason}"
        return f"{why}: run `narragraph build{' ' + given if given else ''}`. Until then the answer is 503."
    wanted = tomllib.loads((place / MARK).read_text(encoding="utf-8")).get("review", {}).get("id")
    if wanted and wanted != info.review_id:
        raise GraphOfAnotherReview(source.config.engine, info.review_id, str(wanted))
    return f'Review "{info.review_id}", revision {info.revision[:12]}, {info.engine}.'


def _greeting(state: str, base: str, names: Sequence[str], address: str, *, page: bool) -> Iterator[str]:
    """What the one who starts the server should know. `names`: the hosts that tokens are asked under; else none."""
    query = f"{base}/v1/queries"
    yield f"narragraph {version()} listens at {base}{' and every other address here' if _anywhere(address) else ''}"
    yield state
    for what, where in (
        *([("the page", f"{base}/")] if page else []),
        ("what can be asked", query),
        ("an answer", f"{query}/influences_by_frequency"),
        ("as a table", f"{query}/influences_by_frequency?format=csv"),
        ("the contract", f"{base}/openapi.json"),
    ):
        yield f"  {what:<19}{where}"
    if names:
        yield f"Every request needs a token, and one of these names as its host: {', '.join(names)}."
        yield "Tokens travel unencrypted: put a proxy with TLS in front before it leaves this machine's network."
    yield f"Stop it with Ctrl-C (or `kill {os.getpid()}`)."


def _server(app: object) -> uvicorn.Server:
    import uvicorn

    from api.protocol import Protocol

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=Protocol,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    """Serve until a signal. uvicorn raises the signals it got once more when it has ended; here they end in 0."""

    def stop(*_: object) -> None:
        server.should_exit = True

    gc.collect()
    gc.freeze()  # looking through all that was loaded takes a tenth of a second, in which nobody is answered
    with _handled(stop):
        server.run(sockets=[listener])


@contextmanager
def _handled(stop: signal._HANDLER) -> Iterator[None]:
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
