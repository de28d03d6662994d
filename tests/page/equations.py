"""An independent reader of two dimensions: fractions, powers and tall brackets in rows become equations in one row."""

from __future__ import annotations

import re

from .formulas import Objection

TALL = {**dict.fromkeys("⎛⎜⎝", "("), **dict.fromkeys("⎞⎟⎠", ")")}


class Rows:
    """A part of the page, addressed by row and column."""

    def __init__(self, rows: list[str]):
        self.wide = max(map(len, rows))
        self.rows = [row.ljust(self.wide) for row in rows]

    def one_row(self, top: int, bottom: int, base: int, start: int, stop: int, used: set) -> str:
        """The formula on the baseline in one row, fractions as ((a)/(b)); the cells that it takes go into ``used``."""
        row, out, c = self.rows[base], [], start
        while c < stop:
            sign = row[c]
            if sign == "─":
                end = c
                while end < stop and row[end] == "─":
                    used.add((base, end))
                    end += 1
                above = self.box(range(base - 1, top - 1, -1), c, end, used)
                below = self.box(range(base + 1, bottom + 1), c, end, used)
                out.append(f"(({above})/({below}))")
                c = end
                continue
            if sign in TALL or sign == "|":
                kin = "|" if sign == "|" else TALL
                for rows in (range(base - 1, top - 1, -1), range(base + 1, bottom + 1)):
                    for r in rows:
                        if self.rows[r][c] not in kin:
                            break
                        used.add((r, c))
            if sign != " ":
                used.add((base, c))
            out.append(TALL.get(sign, sign))
            c += 1
        return "".join(out).strip()

    def box(self, rows: range, start: int, stop: int, used: set) -> str:
        """What stands over or under a fraction line, from the line outwards."""
        taken = []
        for r in rows:
            if not self.rows[r][start:stop].strip():
                break
            taken.append(r)
        if not taken:
            raise Objection(f"nothing stands over or under a fraction line in {self.rows!r}")
        top, bottom = min(taken), max(taken)
        for base in sorted(taken):
            own: set = set()
            try:
                text = self.one_row(top, bottom, base, start, stop, own)
            except Objection:
                continue
            if own == self.cells(top, bottom, start, stop):
                used |= own
                return text
        raise Objection(f"no baseline fits in {self.rows!r}")

    def cells(self, top: int, bottom: int, start: int, stop: int) -> set:
        """The places that are not blank."""
        return {(r, c) for r in range(top, bottom + 1) for c in range(start, stop) if self.rows[r][c] != " "}


HEAD = re.compile(r"( +(?:([①-⑳]) +)?(\S+)? +)([=≈→]) ")


class Equation:
    """One line of the page: a name, and what stands between its equals signs as (sign, formula in one row)."""

    def __init__(self, name: str, label: str):
        self.name, self.label, self.cells = name, label, []

    def __repr__(self):
        return f"{self.name} " + " ".join(f"{sign} {text}" for sign, text in self.cells)


def equations(rows: list[str]) -> list[Equation]:
    """The equations of rows that follow each other without a blank row."""
    page = Rows(rows)
    heads = [(r, match) for r, row in enumerate(rows) if (match := HEAD.match(row))]
    if not heads:
        return []
    if heads[0][1][3] and heads[0][1][3].startswith("─"):
        return []  # the chain rule in symbols
    texts = _assigned(page, heads, 0, 0)
    if texts is None:
        raise Objection("cannot be read in two dimensions:\n" + "\n".join(rows))
    found: list[Equation] = []
    for (_, match), text in zip(heads, texts, strict=True):
        if match[3]:
            found.append(Equation(match[3], match[2] or ""))
        pieces = re.split(" ([=≈→]) ", f"{match[4]} {text}"[2:])
        found[-1].cells += list(zip([match[4], *pieces[1::2]], pieces[::2], strict=True))
    return found


def _assigned(page: Rows, heads, index: int, top: int) -> list[str] | None:
    """The formulas from baseline ``index`` on, the rows between shared out so that every sign has its place."""
    if index == len(heads):
        return [] if top == len(page.rows) else None
    base, match = heads[index]
    end = heads[index + 1][0] if index + 1 < len(heads) else len(page.rows)
    start = match.end()
    stop = re.search(r"  |$", page.rows[base][start:]).start() + start  # a reason stands two blanks apart
    for bottom in range(base, end):
        used: set = set()
        try:
            text = page.one_row(top, bottom, base, start, stop, used)
        except Objection:
            continue
        wanted = {cell for cell in page.cells(top, bottom, 0, page.wide) if cell[0] != base or start <= cell[1] < stop}
        if used == wanted:
            rest = _assigned(page, heads, index + 1, bottom + 1)
            if rest is not None:
                return [text, *rest]
    return None
