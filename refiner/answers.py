"""Read from the first clause of an answer whether the mentee accepts a hypothesis.

When the words don't tell, the state stays open and the answer only counts as evidence.
"""

from __future__ import annotations

import re

from refiner.model import State
from refiner.words import stem, words

_REJECT = re.compile(
    r"^(?:ah|oh|well|honestly|hm+|er|um|to be (?:honest|fair)|ha|lol|haha|sorry|look|actually|och|sure|right)?[\s,.!…-]*"
    r"(?:(?:no|nah|nope|not really|not at all|hardly|far from it|never|nay)\b(?!\s+(?:idea|clue|doubt|kidding|argument))"
    r"|i (?:don't|do not|wouldn't|would not|can't|cannot) (?:think|say|believe|see)(?: it's| it is)? ?"
    r"(?:so|that|it|not)?\b(?!.*\benough\b)"
    r"|(?:it's|it is|that's|that is|it isn't|that isn't|this isn't) ?(?:really |quite )?(?:not|n't)\b"
    r"|(?:it|that|this) (?:isn't|is not|ain't|wasn't)\b|couldn't be further|on the contrary|the opposite|quite the"
    r"|(?:wrong|cold|disagree|i disagree|don't agree)\b)",
    re.IGNORECASE,
)
_REJECT_LATER = re.compile(
    r"\b(?:it'?s not that|it isn'?t that|that'?s not (?:it|the)|that isn'?t (?:it|the)|so no\b|,\s*no\b\s*[.!]?$"
    r"|not (?:the|my) (?:problem|trouble|issue|reason)|no be the|nothing to do with|(?:it'?s|problem is|must be) (?:something|somewhere) else"
    r"|barking up|wrong (?:end|track|tree)|why would i\b)",
    re.IGNORECASE,
)
_CONFIRM = re.compile(
    r"^(?:ah|oh|well|honestly|hm+|er|um|god|ha|ouch|okay|ok|so|i mean|to be (?:honest|fair)|hate to admit it but|"
    r"i hate to (?:admit|say) it but|you know)?[\s,.!…-]*"
    r"(?:yes|yeah|yep|yup|aye|ya|yah|correct|exactly|spot on|bang on|guilty|true|indeed|absolutely|definitely|"
    r"precisely|totally|right\b|ouch|touch[eé]|fair (?:point|cop|enough)|bingo|sadly|nail on|you've got (?:it|me)|"
    r"you got (?:it|me)|caught|i guess (?:that's|so|it is)|that's (?:it|exactly|the one|me|true|right|fair|about right)|"
    r"that is (?:it|true|exactly|right|the)|it is (?:true|that)|that (?:rings|hits|sounds)|(?:i )?suppose (?:so|that's|it is)|"
    r"can't argue|cannot argue|i can't deny|no doubt|you(?:'re| are)(?: probably| quite| so)? right|probably|most likely|"
    r"point taken|hit the nail|now (?:you|that you) (?:say|mention))\b",
    re.IGNORECASE,
)
_CONFIRM_LATER = re.compile(
    r"\b(?:you(?:'re| are) (?:probably |quite )?right|that'?s (?:exactly )?(?:it|the one|the trouble|me)\b"
    r"|point taken|as much as i should|i (?:do|think i do) struggle|now that you (?:say|mention)|i (?:don't|do), (?:do|don't) i"
    r"|i never (?:have|had|do)\b|so,? yes\b|guilty|hits home|that lands|that stings|say that's wrong)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"^(?:ah|oh|well|honestly|hm+|er|um)?[\s,.!…-]*(?:maybe|perhaps|possibly|could be|might be|not (?:really |quite )?sure|"
    r"unsure|i(?:'m| am) not (?:really |quite )?(?:sure|certain)|no (?:idea|clue)|don't know|dunno|i don't (?:really )?know|"
    r"i dunno|hard to say|difficult to say|who knows|half and half|yes and no|sometimes|it depends|depends|in part|partly|"
    r"i(?:'d| would) have to think|let me think|never thought|in two minds|i'm in two minds|ask me (?:again|later|another)|can't say|i can't tell|i couldn't (?:say|tell)|i wonder)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"^(?:no|nah)[\s,.]+(?:no[\s,.]+)?(?:you(?:'re| are)|that's (?:it|true|right|fair)|true|fair)",
    re.IGNORECASE,
)
_BUT = re.compile(r"^(?:yes|yeah|true|maybe|right)[\s,]+but\b", re.IGNORECASE)


def read_state(answer: str, cause: str = "") -> State:
    """Return what `answer` says to the hypothesis `cause`; "open" when its first clause does not tell."""
    text = answer.strip().replace("’", "'")
    if not text:
        return "open"
    if _TURNED.match(text):
        return "confirmed"
    first = _first_sentences(text)
    if _UNSURE.match(text) or re.search(r"\b(?:in two minds|ask me again|and i can't say)\b", first, re.IGNORECASE):
        return "unsure"
    if re.match(r"(?:i )?(?:can't|cannot) say (?:that's|it's|you're) wrong", text, re.IGNORECASE):
        return "confirmed"
    if _BUT.match(text):
        late = _REJECT_LATER.search(text), _CONFIRM_LATER.search(text)
        return "rejected" if late[0] else "confirmed" if late[1] else "unsure"
    if _REJECT.match(text):
        return "confirmed" if _admits_lack(text, cause) else "rejected"
    if _CONFIRM.match(text):
        return "confirmed"
    second = first[len(_first_sentences(text, 1)) :].strip()
    if _REJECT_LATER.search(first) or re.match(r"(?:no|nah|nope)\b[,.]", second, re.IGNORECASE):
        return "rejected"
    if _CONFIRM_LATER.search(first):
        return "confirmed"
    return "open"


def _first_sentences(text: str, count: int = 2) -> str:
    return " ".join(re.split(r"(?<=[.?!])\s+", text)[:count])


def _admits_lack(text: str, cause: str) -> bool:
    """Say whether a "no" agrees: the cause says that something is not done, and so does the answer."""
    negative = re.search(r"\b(?:don't|do not|never|not|nobody|no one|nothing|without)\b", cause)
    first = re.split(r"(?<=[.?!])\s+", text)[0]
    shared = {stem(word) for word in words(first)} & {stem(word) for word in words(cause) if len(word) > 4}
    denied = re.search(r"\b(?:not|n't|never|nobody|nothing|none)\b", re.sub(r"^\W*no\b", "", first.lower()))
    return bool(negative and shared and denied)
