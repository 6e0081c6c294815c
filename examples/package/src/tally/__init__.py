"""Counts words."""

import re
from collections import Counter


def tally(text: str) -> Counter[str]:
    """Returns how often each word is in the text, in lower case."""
    return Counter(re.findall(r"\w+", text.lower()))
