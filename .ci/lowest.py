"""Prints the lowest versions that pyproject.toml allows, one requirement a line, as constraints for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

FLOOR = re.compile(r"([\w.-]+)[>=]=([\w.]+)")


def lowest(requirement: str) -> str:
    """The lowest version of ``name>=version``, or the one of ``name==version``; any other form has none to try."""
    floor = FLOOR.fullmatch(requirement)
    if floor is None:
        sys.exit(f"pyproject.toml: {requirement!r} does not name its lowest version as name>=version or name==version")
    return f"{floor[1]}=={floor[2]}"


def main() -> None:
    """The run-time requirements and those of every extra."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    print("\n".join(sorted({lowest(requirement) for group in groups for requirement in group})))


if __name__ == "__main__":
    main()
