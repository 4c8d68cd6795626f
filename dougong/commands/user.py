"""``dougong user add``: a person from the command line, for when nobody can sign in."""

import argparse
import getpass
import sys

from dougong.errors import Failure
from dougong.main import create_services
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.identity import accounts
from dougong.platform.identity.listing import sign_in_row
from dougong.platform.identity.passwords import check_password
from dougong.settings import Settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    user = commands.add_parser("user", help="people")
    verbs = user.add_subparsers(dest="verb", required=True)
    adding = verbs.add_parser("add", help="add a person, or give one a new password")
    adding.add_argument("username")
    adding.add_argument("--name", help="shown name; the username if left out")
    adding.add_argument("--admin", action="store_true", help="may administer the installation")
    adding.add_argument("--builder", action="store_true", help="may build apps")
    adding.add_argument("--password", help="asked for if left out")
    adding.set_defaults(run=run_add)


def run_add(settings: Settings, options: argparse.Namespace) -> int:
    password = options.password or getpass.getpass("Password: ")
    check_password(password, "/password")
    services = create_services(settings)
    hashed = services.passwords.hash(password)

    def work(unit: Unit) -> str:
        known = sign_in_row(unit.connection, options.username)
        if known is not None:
            accounts.set_password(unit, known.id, hashed)
            rights = {name: True for name in ("admin", "builder") if getattr(options, name)}
            accounts.change(unit, known.id, {"active": True, **rights})
            audit.record(unit, None, "user.changed", f"user:{known.id}", via="cli")
            return "changed"
        user = accounts.create(
            unit,
            accounts.NewUser(
                username=options.username,
                name=options.name or options.username,
                password=hashed,
                admin=options.admin,
                builder=options.builder,
            ),
        )
        audit.record(unit, None, "user.created", f"user:{user}", via="cli")
        return "added"

    try:
        done = services.database.write(work)
    except Failure as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    finally:
        services.database.close()
    sys.stdout.write(f"{options.username}: {done}\n")
    return 0
