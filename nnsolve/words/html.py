"""Words of HTML pages: what their buttons say, and what practice says of a value that was typed."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "html_contents": "Contents",
    "html_fold": "Fold all",
    "html_unfold": "Unfold all",
    "html_practice": "Practice",
    "html_hint": "Point at a number to see where it comes from and where it goes; with the keyboard, Tab and the arrow "
    "keys. A click holds it, Esc lets go.",
    "html_how": "The results are hidden. Type a value and press Enter: rounded or cut at the last digit you write, it "
    "is right.",
    "html_show": "Show",
    "html_value_of": "Value of",
    "html_right": "right",
    "html_wrong": "not yet",
    "html_digits": "right so far: write three figures or more",
    "html_unread": "this is no number",
    "html_from": "from",
    "html_goes": "goes into",
    "html_given": "given",
    "html_solved": "%n of %m right",
    "html_all_solved": "All right.",
    "html_more": "and %n more",
    # marked work
    "html_verdict_right": "right",
    "html_verdict_coarse": "to too few digits",
    "html_verdict_follow_through": "follow-through",
    "html_verdict_trivial": "follow-through only",
    "html_verdict_slip": "a slip",
    "html_verdict_wrong": "wrong",
    "html_verdict_unreadable": "not understood",
    "html_verdict_unknown": "no such result",
    "html_verdict_blank": "left blank",
    "html_verdict_again": "replaced by a later line",
}
