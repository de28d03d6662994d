"""Words of HTML pages: what their buttons say, and what practice says of a value that was typed: in Hindi."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "html_contents": "विषय-सूची",
    "html_fold": "सब समेटें",
    "html_unfold": "सब खोलें",
    "html_practice": "अभ्यास",
    "html_hint": "किसी संख्या पर संकेत करें कि वह कहाँ से आती है और कहाँ जाती है; कीबोर्ड से Tab और तीर कुंजियाँ। "
    "क्लिक उसे थामता है, Esc छोड़ता है।",
    "html_how": "परिणाम छिपे हैं। मान लिखकर Enter दबाएँ: आपके लिखे अंतिम अंक पर पूर्णांकित या काटा हुआ, वह सही है।",
    "html_show": "दिखाएँ",
    "html_value_of": "मान:",
    "html_right": "सही",
    "html_wrong": "अभी नहीं",
    "html_digits": "अब तक सही: तीन या अधिक अंक लिखें",
    "html_unread": "यह संख्या नहीं है",
    "html_from": "से",
    "html_goes": "जाता है",
    "html_given": "दिया हुआ",
    "html_solved": "%m में से %n सही",
    "html_all_solved": "सब सही।",
    "html_more": "और %n अन्य",
    "html_verdict_right": "सही",
    "html_verdict_follow-through": "अनुसरण",
    "html_verdict_trivial": "केवल अनुसरण",
    "html_verdict_slip": "एक चूक",
    "html_verdict_wrong": "गलत",
    "html_verdict_unknown": "ऐसा परिणाम नहीं",
    "html_verdict_blank": "खाली छोड़ा",
    "html_verdict_again": "बाद की पंक्ति से बदला",
}
