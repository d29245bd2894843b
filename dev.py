#!/usr/bin/env python3
"""dealtracker on one's own machine. Needs Python 3.11 or later and nothing else.

  python3 dev.py run [--port 8000] [--var DIR] [--empty] [--offline DIR]   everything, with the demo, until Ctrl-C
  python3 dev.py test [--full] [--offline DIR] [pytest arguments]          the tests
  python3 dev.py manage [--var DIR] COMMAND …                              Django's manage.py
  python3 dev.py bench [--var DIR] [NAME] …                                the benchmarks

With DATABASE_URL or REDIS_URL set, those servers are used and none is started. docs/operations.md says more.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036
        return _refuse(f"dealtracker needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if sys.platform == "win32":
        return _refuse("dealtracker runs on Linux and macOS; on Windows use WSL and start it there.")
    sys.path.insert(0, str(ROOT))
    from dealtracker.local.console import Trouble, explain

    options, rest = _read(arguments)
    try:
        return _carry_out(options, rest)
    except Trouble as trouble:
        return _refuse(str(trouble))
    except OSError as error:
        return _refuse(str(explain(error, f"doing `dev.py {options.command}`")))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _read(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options of dev.py, and whatever follows for pytest, manage.py or the benchmarks."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="run | test | manage | bench")
    run = commands.add_parser("run", allow_abbrev=False, help="start everything")
    run.add_argument("--port", type=_port, default=8000, help="of the address on this machine (8000)")
    run.add_argument("--var", type=Path, default=ROOT / "var", help="the folder for data and logs (var)")
    run.add_argument("--empty", action="store_true", help="do not load the demo")
    run.add_argument("--offline", type=Path, help="a folder of wheels to install from instead of the index")
    test = commands.add_parser("test", allow_abbrev=False, add_help=False)
    test.add_argument("--full", action="store_true")
    test.add_argument("--offline", type=Path)
    for name, folder in (("manage", "var"), ("bench", "var/bench")):
        command = commands.add_parser(name, allow_abbrev=False, add_help=False)
        command.add_argument("--var", type=Path, default=ROOT / folder)
        command.add_argument("rest", nargs=argparse.REMAINDER)
    if arguments[:1] == ["test"]:
        return parser.parse_known_args(arguments)
    options = parser.parse_args(arguments)
    return options, getattr(options, "rest", [])


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; use a number from 1 to 65535")
    return int(text)


def _carry_out(options: argparse.Namespace, rest: list[str]) -> int:
    from dealtracker.local import commands

    if options.command == "run":
        return commands.run(ROOT, var=options.var, port=options.port, empty=options.empty, offline=options.offline)
    if options.command == "test":
        return commands.test(ROOT, rest, full=options.full, offline=options.offline)
    if options.command == "manage":
        return commands.manage(ROOT, rest, var=options.var)
    return commands.bench(ROOT, rest, var=options.var)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
