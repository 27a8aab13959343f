"""`agents`: people at the desk."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.output import note, print_json, print_rows
from bot.cli.records import open_records
from bot.errors import ConfigurationError
from bot.handoff.agent import DEFAULT_CAPACITY, ROLES
from bot.handoff.skills import EVERY_SKILL, SKILLS
from bot.settings import Settings

app = typer.Typer(help="People at the desk.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Skills = Annotated[str, typer.Option("--skills", help=f"of {', '.join(SKILLS)}, separated by commas; or {EVERY_SKILL}")]
Role = Annotated[str, typer.Option("--role", help=", ".join(ROLES))]
Capacity = Annotated[int, typer.Option("--capacity", min=1, max=50, help="conversations at once")]
_LONGEST_NAME = 64


@app.command()
def add(
    name: Name,
    skills: Skills = EVERY_SKILL,
    role: Role = "agent",
    capacity: Capacity = DEFAULT_CAPACITY,
    as_json: Json = False,
) -> None:
    """Adds somebody; her password comes on stdin, one line."""
    from bot.clock import steady_ms
    from bot.records import agents

    chosen = _skills(skills)
    if role not in ROLES:
        raise typer.BadParameter(f"--role must be one of {', '.join(ROLES)}")
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise typer.BadParameter("the name must have 1 to 64 printable characters")
    new_hash = _password_hash()
    with open_records(Settings.load()) as database:
        added = database.write_now(
            agents.add, name=name, password_hash=new_hash, role=role, skills=chosen, capacity=capacity,
            now_ms=steady_ms(),
        )  # fmt: skip
    if as_json:
        print_json({"name": added.name, "role": added.role, "skills": list(added.skills), "capacity": added.capacity})
    else:
        note(f"{added.name} can sign in at /desk")


@app.command("list")
def list_agents(as_json: Json = False) -> None:
    """Everybody, those who are disabled too."""
    from bot.records import agents

    with open_records(Settings.load()) as database:
        found = database.read_now(agents.list_all)
    rows = [
        {
            "name": agent.name,
            "role": agent.role,
            "skills": list(agent.skills),
            "status": agent.status,
            "capacity": agent.capacity,
            "disabled": agent.disabled,
        }
        for agent in found
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ("name", "role", "skills", "status", "capacity", "disabled"))


@app.command()
def passwd(name: Name) -> None:
    """Sets a new password (stdin, one line) and ends her sessions."""
    from bot.clock import steady_ms
    from bot.records import agents

    new_hash = _password_hash()
    with open_records(Settings.load()) as database:
        database.write_now(agents.set_password, name, new_hash, now_ms=steady_ms())
    note(f"{name} has a new password; her sessions have ended")


@app.command()
def disable(name: Name) -> None:
    """Keeps her out, at once; what she holds goes back to the front of the queue."""
    from bot.clock import steady_ms
    from bot.records import agents

    with open_records(Settings.load()) as database:
        database.write_now(agents.disable, name, now_ms=steady_ms())
    note(f"{name} is disabled; her sessions have ended")


@app.command()
def enable(name: Name) -> None:
    """Lets her in again; she signs in anew."""
    from bot.clock import steady_ms
    from bot.records import agents

    with open_records(Settings.load()) as database:
        database.write_now(agents.enable, name, now_ms=steady_ms())
    note(f"{name} may sign in again")


def _skills(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    if not chosen:
        raise typer.BadParameter(f"--skills needs at least one of {', '.join(SKILLS)}, {EVERY_SKILL}")
    for word in chosen:
        if word not in SKILLS and word != EVERY_SKILL:
            note(f"no conversation asks for the skill {word!r}: there are {', '.join(SKILLS)}, {EVERY_SKILL}")
    return chosen


def _password_hash() -> str:
    from bot.records import passwords

    if sys.stdin.isatty():
        note("password:")
    password = sys.stdin.readline().rstrip("\r\n")
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST or not password.isprintable():
        raise ConfigurationError(
            f"the password must come on stdin, {passwords.SHORTEST} to {passwords.LONGEST} printable characters"
        )
    return passwords.hashed(password)
