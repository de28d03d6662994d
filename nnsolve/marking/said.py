"""What a student reads of each slip, and what the report of a class calls it, as the table of slips tells."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
# What is no slip of a formula stands in the report as well.
SHORT: dict[str, str] = {"arithmetic": "slipname_arithmetic"}
