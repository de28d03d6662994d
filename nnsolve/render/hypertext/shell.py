"""The file around a page: what keeps it from the network, its style, its script, and the data that this reads."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from functools import cache
from html import escape

from ...page.glyphs import one_line
from ...solution import Says
from ...words import spoken
from .tags import plain

# Told to the script, so that all words of a page come from one table.
_SAID = {
    "fold": "html_fold",
    "unfold": "html_unfold",
    "practice": "html_practice",
    "right": "html_right",
    "wrong": "html_wrong",
    "digits": "html_digits",
    "unread": "html_unread",
    "show": "html_show",
    "value_of": "html_value_of",
    "from": "html_from",
    "goes": "html_goes",
    "given": "html_given",
    "solved": "html_solved",
    "more": "html_more",
    "all_solved": "html_all_solved",
}

_RULES = ("default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'", "form-action 'none'")


@cache
def asset(name: str) -> str:
    """A file of this folder; all are ASCII."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="ascii") as file:
        return file.read()


@cache
def script() -> str:
    """What the page does where scripts are on."""
    return asset("trace.js") + asset("practice.js") + asset("page.js")


@cache
def policy(scripts: bool) -> str:
    """What the page may load: nothing, but the style and the script in it and pictures that stand in it."""
    rules = [*_RULES]
    if scripts:
        digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
        rules.append(f"script-src 'sha256-{digest}'")
    return "; ".join(rules)


def shell(
    title: str,
    body: str,
    styles: tuple[str, ...] = ("page.css",),
    data: dict | None = None,
    ascii: bool = False,
) -> str:
    """The whole file. ``title`` is plain text, ``body`` HTML; ``data`` is what the script reads, None for no script.

    ``ascii`` writes other letters as references; style and script have none.
    """
    parts = [
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(data is not None)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(one_line(title))}</title>\n'
        f"<style>\n{''.join(map(asset, styles))}</style>\n</head>\n<body>\n{body}\n"
    ]
    if data is not None:
        told = {name: spoken(Says(key), str) for name, key in _SAID.items()}
        parts.append(f'<script type="application/json" id="data">{embedded({"words": told, **data})}</script>\n')
        parts.append(f"<script>{script()}</script>\n")
    page = "".join([*parts, "</body>\n</html>\n"])
    return page.encode("ascii", "xmlcharrefreplace").decode() if ascii else page


def embedded(data: object) -> str:
    """Data as JSON that ends no <script> and begins no comment in it, in ASCII."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def tools() -> str:
    """What the script offers; hidden where there is none."""
    fold, practice = plain(Says("html_fold")), plain(Says("html_practice"))
    hint, how = plain(Says("html_hint")), plain(Says("html_how"))
    return (
        f'<div class="tools" hidden><button type="button" id="practice" aria-pressed="false">{practice}</button> '
        f'<button type="button" id="fold">{fold}</button> <span id="score" role="status"></span>'
        f'<p class="hint">{hint}</p><p class="hint how" hidden>{how}</p></div>'
    )


def contents(entries: list[tuple[str, str]]) -> str:
    """Links to the sections of a long page: id and heading of each."""
    links = "".join(f'<li><a href="#{place}">{said}</a></li>' for place, said in entries)
    return f"<nav><details><summary>{plain(Says('html_contents'))}</summary><ol>{links}</ol></details></nav>"
