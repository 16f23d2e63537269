"""Tell a dialogue from a monologue, and whose words are whose.

Two forms: transcripts with a label before each turn, and narrated prose with quoted speech.
Only the mentee's words are evidence, so when in doubt the text stays a monologue.
"""

from __future__ import annotations

import re
from collections import Counter

from refiner.model import Speaker, Turn
from refiner.narration import narrated_turns

_TIME = r"(?:\[?\(?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\)?\]?\s*[-–]?\s*)?"
_STAMP = r"(?:[(\[]\d{1,2}[:.]\d{2}[^)\]]*[)\]])?"
_LABEL = re.compile(rf"^\s*[>*_]*{_TIME}[*_]*([^\W\d_][\w.'’ -]{{0,30}}?)\s*[*_]*\s*{_STAMP}\s*:[*_]*\s+(?=\S)")
_MENTOR = {
    "mentor",
    "coach",
    "advisor",
    "adviser",
    "supervisor",
    "manager",
    "trainer",
    "interviewer",
    "facilitator",
}
_MENTEE = {"mentee", "me", "coachee", "client", "student", "trainee", "protege", "protégé", "apprentice", "i"}


def read_dialogue(text: str) -> tuple[Turn, ...]:
    """Return the turns of a dialogue in the order of the text, or () for a monologue."""
    return _transcript(text) or narrated_turns(text)


def _transcript(text: str) -> tuple[Turn, ...]:
    """Return labelled turns if most lines belong to two or more labels that recur."""
    spoken: list[tuple[str, str]] = []
    for line in text.splitlines():
        found = _LABEL.match(line)
        if found:
            spoken.append((found.group(1).strip(), line[found.end() :].strip()))
        elif spoken and line.strip():
            label, before = spoken[-1]
            spoken[-1] = (label, f"{before}\n{line.strip()}")
    counts = Counter(label.casefold() for label, _ in spoken)
    known = {label for label in counts if _known(label)}
    if len(counts) < 2 or not (len(known) >= 2 or sum(count for count in counts.values() if count > 1) >= 3):
        return ()
    if len(counts) > max(4, len(spoken) // 2):
        return ()
    roles = _roles(spoken)
    return tuple(Turn(number, roles[label.casefold()], said) for number, (label, said) in enumerate(spoken, 1) if said)


def role_of(label: str) -> Speaker:
    """Return the role that a label names, "other" if it names none."""
    low = label.strip().casefold()
    return "mentor" if low in _MENTOR else "mentee" if low in _MENTEE else "other"


def _known(label: str) -> bool:
    return label in _MENTOR or label in _MENTEE


def _roles(spoken: list[tuple[str, str]]) -> dict[str, Speaker]:
    """Give each label its role: by its name, else the one who asks most is the mentor."""
    labels = list(dict.fromkeys(label.casefold() for label, _ in spoken))
    roles: dict[str, Speaker] = {}
    for label in labels:
        roles[label] = role_of(label)
    unknown = [label for label in labels if roles[label] == "other"]
    asks = {label: asking([said for who, said in spoken if who.casefold() == label]) for label in unknown}
    unknown.sort(key=lambda label: asks[label], reverse=True)
    if unknown and "mentor" not in roles.values():
        roles[unknown.pop(0)] = "mentor"
    if unknown and "mentee" not in roles.values():
        roles[unknown.pop()] = "mentee"
    return roles


def asking(said: list[str]) -> float:
    """Return how far these speeches ask rather than tell: questions less first persons, a speech."""
    text = " ".join(said)
    me = len(re.findall(r"\b(?:i|me|my)\b", text, re.IGNORECASE))
    return (2 * text.count("?") - me) / max(1, len(said))
