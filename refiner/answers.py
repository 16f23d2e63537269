"""Read from the first clause of an answer whether the mentee accepts a hypothesis.

When the words don't tell, the state stays open and the answer only counts as evidence.
"""

from __future__ import annotations

import re

from refiner.model import State
from refiner.patterns import alternatives, phrases
from refiner.words import stem, words

_PAUSE = r"[\s,.!…-]*"
_REJECT = re.compile(
    rf"^(?:{alternatives('answer_reject_leads')})?{_PAUSE}(?:{alternatives('answer_rejects')})", re.IGNORECASE
)
_REJECT_LATER = re.compile(rf"\b(?:{alternatives('answer_rejects_later')})", re.IGNORECASE)
_CONFIRM = re.compile(
    rf"^(?:{alternatives('answer_confirm_leads')})?{_PAUSE}(?:{alternatives('answer_confirms')})\b", re.IGNORECASE
)
_CONFIRM_LATER = re.compile(rf"\b(?:{alternatives('answer_confirms_later')})", re.IGNORECASE)
_UNSURE = re.compile(
    rf"^(?:{alternatives('answer_fillers')})?{_PAUSE}(?:{alternatives('answer_unsure')})\b", re.IGNORECASE
)
_UNSURE_LATER = re.compile(
    r"\b(?:in two minds|ask me again|and i can't say|back and forth|separate them|never check)\b", re.IGNORECASE
)
_MASTERS = phrases("answer_masters")
_UNSKILLED = phrases("answer_unskilled")
_TURNED = re.compile(
    r"^(?:no|nah)[\s,.]+(?:no[\s,.]+)?"
    r"(?:you(?:'re| are)|you(?:'ve| have) (?:got )?a point|that's (?:it|true|right|fair)|true|fair)",
    re.IGNORECASE,
)
_NOT_WRONG = re.compile(
    r"(?:i )?(?:can't|cannot) say (?:that's|it's|you're) wrong|(?:that|it)'s not (?:untrue|wrong|unfair)", re.IGNORECASE
)
_BUT = re.compile(r"^(?:yes|yeah|true|maybe|right)[\s,]+but\b", re.IGNORECASE)
_NO_SECOND = re.compile(r"(?:no|nah|nope)\b[,.]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_LACK = re.compile(r"\b(?:don't|do not|never|not|nobody|no one|nothing|without)\b")
_DENIAL = re.compile(r"\b(?:not|n't|never|nobody|nothing|none)\b")
_LEADING_NO = re.compile(r"^\W*no\b")


def read_state(answer: str, cause: str = "") -> State:
    """Return what `answer` says to the hypothesis `cause`; "open" when its first clause does not tell."""
    text = answer.strip().replace("’", "'")
    if not text:
        return "open"
    if _TURNED.match(text) or _NOT_WRONG.match(text):
        return "confirmed"
    first = _first_sentences(text)
    if _UNSURE.match(text) or _UNSURE_LATER.search(first):
        return "unsure"
    if _BUT.match(text):
        late = _REJECT_LATER.search(text), _CONFIRM_LATER.search(text)
        return "rejected" if late[0] else "confirmed" if late[1] else "unsure"
    if _REJECT.match(text):
        return "confirmed" if _admits_lack(text, cause) else "rejected"
    if _CONFIRM.match(text):
        return "confirmed"
    second = first[len(_first_sentences(text, 1)) :].strip()
    if _REJECT_LATER.search(first) or _NO_SECOND.match(second) or _shows_mastery(first, cause):
        return "rejected"
    if _CONFIRM_LATER.search(first):
        return "confirmed"
    return "open"


def _first_sentences(text: str, count: int = 2) -> str:
    return " ".join(_SENTENCE_END.split(text)[:count])


def _shows_mastery(first: str, cause: str) -> bool:
    """Say whether the cause is missing skill and the answer tells of having it ("I could teach the course")."""
    return bool(_UNSKILLED.search(cause) and _MASTERS.search(first))


def _admits_lack(text: str, cause: str) -> bool:
    """Say whether a "no" agrees: the cause says that something is not done, and so does the answer."""
    first = _first_sentences(text, 1)
    shared = {stem(word) for word in words(first)} & {stem(word) for word in words(cause) if len(word) > 4}
    denied = _DENIAL.search(_LEADING_NO.sub("", first.lower()))
    return bool(_LACK.search(cause) and shared and denied)
