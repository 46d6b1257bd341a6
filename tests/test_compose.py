"""docker-compose.yml and Dockerfile, checked without Docker: valid, closed to other machines, pinned, complete."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from fnmatch import fnmatch
from typing import Any

import pytest
from ruamel.yaml import YAML
from syntax import ROOMS, ROOT

from cli.commands import COMMANDS
from graph.config import PREFIX, Config

EXACT = re.compile(r"^[a-z0-9./-]+:\d+\.\d+\.\d+[a-z0-9.-]*$")
"""An image with three numbers in its tag: never latest, never a moving series."""
OF_COMPOSE = {"NARRAGRAPH_FOLDER", "NARRAGRAPH_UID", "NARRAGRAPH_GID"}
"""Variables that only docker compose reads."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    said: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return said


def _instructions(word: str) -> list[str]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    whole = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in whole.splitlines() if line.split(maxsplit=1)[:1] == [word]]


def test_compose_file_is_valid() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_compose_has_the_database_and_the_api(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"neo4j", "api"}
    assert compose["services"]["neo4j"]["image"].startswith("neo4j:5.26.")
    assert compose["services"]["api"]["build"] == "."


def test_everything_that_is_used_is_declared(compose: dict[str, Any]) -> None:
    used: dict[str, set[str]] = {"volumes": set(), "secrets": set()}
    for service in compose["services"].values():
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        for volume in service.get("volumes", ()):
            source = volume["source"] if isinstance(volume, dict) else volume.split(":")[0]
            if not source.startswith((".", "/", "$")):
                used["volumes"].add(source)
        used["secrets"] |= set(service.get("secrets", ()))
    assert used == {kind: set(compose[kind]) for kind in used}
    assert all(used.values()), "the walk must see them"


def test_api_waits_until_the_database_is_healthy(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert all(service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"} for service in services.values())


def test_ports_are_open_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service["ports"]]
    assert len(ports) == 3
    assert all(isinstance(port, str) and port.startswith("127.0.0.1:") for port in ports)


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    bases = [line.split()[0] for line in _instructions("FROM")]
    foreign = [service["image"] for service in compose["services"].values() if "build" not in service]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert [image for image in (*bases, *foreign) if not EXACT.match(image)] == []
    assert not EXACT.match("neo4j:latest")
    assert not EXACT.match("neo4j:5.26-community")


def test_api_runs_without_rights_it_does_not_need(compose: dict[str, Any]) -> None:
    api = compose["services"]["api"]
    assert api["read_only"] is True
    assert api["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in api["security_opt"]
    (user,) = _instructions("USER")
    assert user.split(":")[0].isdigit()
    assert int(user.split(":")[0]) > 0


def test_api_asks_for_the_tokens_of_the_secret(compose: dict[str, Any]) -> None:
    api = compose["services"]["api"]
    assert api["environment"]["NARRAGRAPH_TOKENS_FILE"] == f"/run/secrets/{api['secrets'][0]}"
    assert compose["secrets"]["tokens"]["file"].startswith("${NARRAGRAPH_TOKENS_FILE:?")


def test_no_secret_stands_in_the_files(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        secret = [value for name, value in service["environment"].items() if re.search("AUTH|PASSWORD", name)]
        assert all("${NARRAGRAPH_NEO4J_PASSWORD:?" in value for value in secret)


def test_variables_are_those_of_the_example_and_of_the_program(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    asked = set(re.findall(rf"\$\{{({PREFIX}[A-Z0-9_]+)", text))
    assert asked > OF_COMPOSE
    assert asked <= set(re.findall(rf"^({PREFIX}[A-Z0-9_]+)=", example, re.MULTILINE))
    given = compose["services"]["api"]["environment"]
    assert set(given) <= {PREFIX + name.upper() for name in Config.__dataclass_fields__}
    Config.from_env({name: value if "$" not in value else "x" for name, value in given.items()})


def test_dockerfile_copies_what_is_there_and_all_rooms() -> None:
    sources = [word for line in _instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(ROOMS) <= set(sources)
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert [source for source in sources if not any(fnmatch(source, line) for line in kept)] == []
    assert sorted(kept) == sorted(sources), "nothing more goes to the image's build"


def test_dockerfile_installs_with_the_constraints() -> None:
    (install,) = [line for line in _instructions("RUN") if "pip install" in line]
    assert "PIP_CONSTRAINT=constraints.txt" in install
    assert len(_instructions("HEALTHCHECK")) == 1


def test_image_starts_the_command_that_exists() -> None:
    (entry,), (words,) = _instructions("ENTRYPOINT"), _instructions("CMD")
    assert entry == '["narragraph"]'
    command, *rest = re.findall(r'"([^"]*)"', words)
    assert command in COMMANDS
    assert rest == ["/review", "--host", "0.0.0.0", "--port", "8765"]  # noqa: S104  (the container's own)


def test_comments_of_compose_name_commands_that_exist() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    typed = re.findall(
        r"^#\s+(?:narragraph|docker compose run --rm api|docker run .* narragraph:local) (\S+)", text, re.MULTILINE
    )
    assert len(typed) == 3
    assert set(typed) <= set(COMMANDS)
    assert all(shlex.split(line.lstrip("# ")) for line in re.findall(r"^#   .*$", text, re.MULTILINE))
