"""The command line. Exit code 0: done; 1: refused or something to mend; 2: wrong use."""

import argparse
import sys
from collections.abc import Sequence

from dougong import __version__
from dougong.commands import app, demo, doctor, serve, user
from dougong.engines.finding import Invalid
from dougong.errors import Failure, Locale
from dougong.settings import load_settings

# each adds itself to the parser; one line for each, on purpose
COMMANDS = (serve, demo, user, app, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="dougong", description="A no-code platform: apps as documents.")
    parser.add_argument("--version", action="version", version=f"dougong {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args(arguments)
    settings = load_settings()
    locale: Locale = "en" if settings.locale == "en" else "zh-CN"
    try:
        return int(options.run(settings, options))
    except Invalid as refused:
        for finding in refused.findings:
            sys.stderr.write(f"{finding.pointer or '/'}: {finding.message.in_locale(locale)}\n")
        return 1
    except Failure as refused:
        sys.stderr.write(f"{(refused.detail or refused.title).in_locale(locale)}\n")
        return 1
