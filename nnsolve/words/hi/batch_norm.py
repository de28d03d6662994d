"""Sentences about batch normalisation: its steps, as a layer of a network, and what cannot be seen from the steps: in Hindi."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "bn_mean": "{n} के बैच का माध्य",
    "bn_variance": "प्रसरण: वर्गित विचलनों का माध्य",
    "bn_variance_less_one": "प्रसरण: वर्गित विचलन, m − 1 = {n} से भाग",
    "bn_hat": "केंद्रित और मापित",
    "bn_title": "परत {n} का बैच नॉर्मलाइज़ेशन",
    "bn_intro": "माध्य और प्रसरण बैच के {n} नमूनों पर लिए जाते हैं, हर न्यूरॉन के लिए अलग।",
    "bn_forward_on": "अग्र पास, आगे",
    "bn_batch_error": "बैच की त्रुटि",
    "bn_backward": "पश्च पास: {name} का नॉर्मलाइज़ेशन",
    "bn_mean_paths": "{mean} {var} में भी है, पर वहाँ ढाल −2·Σ(x − μ)/m है और माध्य से विचलनों का योग 0 है: {var} से "
    "कोई पथ नहीं जाता।",
    "bn_bias": "{name} के साथ सभी नेट इनपुट और उनका माध्य एक-से खिसकते हैं, अंतर वही रहते हैं",
    "bn_slope_mean": "माध्य के m मानों में से एक",
    "bn_slope_var": "बाकी वर्गों में यह नहीं है",
    "bn_slope_std": "√x की ढाल 1/(2√x) है",
    "bn_slope_hat": "भागफल नियम",
    "statement_norm_before": "परत {n} के नेट इनपुट बैच पर नॉर्मलाइज़ किए जाते हैं (ε = {text})।",
    "statement_norm_after": "परत {n} के सक्रियण बैच पर नॉर्मलाइज़ किए जाते हैं (ε = {text})।",
    "note_batch_norm": "बैच नॉर्मलाइज़ेशन: प्रसरण में बैच के नमूनों की संख्या m से भाग है, और मूल के भीतर ε = {value} जोड़ा जाता है।",
    "note_batch_norm_running": "परीक्षण के लिए चल माध्य प्रवणताओं का भाग नहीं और यहाँ नहीं रखे जाते।",
}
