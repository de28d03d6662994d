"""Runs mypy over the package: its findings may become fewer and never more. Usage: python .ci/typed.py"""

from __future__ import annotations

import re
import subprocess
import sys

# The findings there are; whoever mends some writes the new number down here.
MOST = 0
COMMAND = [sys.executable, "-m", "mypy", "nnsolve"]


def main() -> int:
    """Prints how many findings there are; 1 where they are more than were reached."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    counted = re.search(r"Found (\d+) errors?", done.stdout)
    if counted is None and "no issues found" not in done.stdout:
        print(done.stdout, done.stderr, sep="\n")
        return 1
    found = int(counted[1]) if counted else 0
    print(f"mypy: {found} findings, {MOST} were reached")
    if found > MOST:
        print("what is new shows with: mypy nnsolve")
    return int(found > MOST)


if __name__ == "__main__":
    sys.exit(main())
