"""Sentences about papers, keys and worksheets: in Hindi."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "paper_time": "समय: {text}",
    "key_head": "उत्तर कुंजी",
    "sheet_head": "नाम: ______________________________",
    "sheet_find": "ज्ञात करें: {names}।",
    "sheet_answers": "आपके उत्तर",
    "sheet_working": "हल",
    "column_sheet_result": "परिणाम",
    "column_sheet_value": "आपका उत्तर",
    "column_sheet_name": "उत्तर फ़ाइल में नाम",
    "sheet_marking": "अंकन",
    "column_sheet_worth": "अंक",
    "column_sheet_earned": "प्राप्त",
    "column_sheet_remark": "टिप्पणी",
    "sheet_sum": "योग",
    "notebook_given": "दी गई संख्याएँ, और जो परिणामों को पृष्ठ से मिलाता है:",
    "notebook_printed": "जहाँ किसी चरण का छोटा NumPy कोड नहीं, उसका मान पृष्ठ से लिया गया है।",
    "notebook_symbols": "यह हल प्रतीकों में है; फिर से निकालने को संख्याएँ नहीं हैं।",
    "notebook_large": "इस प्रश्न की सारणियाँ नोटबुक के खाने के लिए बहुत बड़ी हैं; यहाँ कुछ फिर से नहीं निकाला जाता।",
}
