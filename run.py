#!/usr/bin/env python3
"""Start aic_desktop from a checkout; the first start sets it up.

python3 run.py [arguments of the program]         for example: python3 run.py export ...
python3 run.py test [--slow] [arguments of pytest]
"""

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def unfit_python(version: "tuple[int, int]") -> str:
    """Words for a Python that the locked packages do not run on; empty for one that they do."""
    if OLDEST <= version <= NEWEST:
        return ""
    return (
        "aic_desktop needs Python 3.11 to 3.14; this is Python {}.{}.\n"
        "Install one of those and start with it, for example: python3.13 run.py"
    ).format(*version)


# An older Python has to get as far as this line: what stands above it, and the syntax below, suits 3.6.
if unfit_python(sys.version_info[:2]):
    sys.exit(unfit_python(sys.version_info[:2]))

import first_start  # noqa: E402 - needs a fit Python

ROOT = os.path.dirname(os.path.abspath(__file__))


def main(arguments: list[str]) -> int:
    """Set up what is missing, then become the program or its tests; returns the exit status."""
    testing = arguments[:1] == ["test"]
    files = [first_start.PROGRAM, first_start.TOOLS] if testing else [first_start.PROGRAM]
    try:
        if not first_start.is_ready(ROOT, files):
            first_start.set_up(ROOT, files, window=not testing)
    except first_start.Refused as refused:
        first_start.say(str(refused))
        return 1
    except OSError as problem:
        first_start.say(f"Setting up stopped at {problem.filename or ROOT}: {problem.strerror}.")
        return 1
    except KeyboardInterrupt:
        first_start.say("Setting up was interrupted. Start again to finish it.")
        return 130
    if testing:
        os.chdir(ROOT)
    return hand_over(command(ROOT, arguments))


def command(root: str, arguments: list[str]) -> list[str]:
    """The command line that this start stands for."""
    python = first_start.venv_python(root)
    if arguments[:1] != ["test"]:
        # -I: neither the folder one happens to be in nor another program's PYTHONPATH may shadow a module.
        return [python, "-I", "-m", "aic_desktop", *arguments]
    chosen = [word for given in arguments[1:] for word in (["-m", "slow"] if given == "--slow" else [given])]
    return [python, "-m", "pytest", "-n", "auto", "--maxprocesses", "4", *chosen]


def hand_over(words: list[str]) -> int:
    """Become the command where the system can, else run it; returns its exit status."""
    if os.name != "nt":
        os.execv(words[0], words)
    import subprocess

    process = subprocess.Popen(words)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the program as well: how to end is its decision


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
