"""Find what may fill a blueprint's slots: phrases of the mentee's own words, exact but for "a"/"my".

A slot is filled only where the words around a phrase make its role plain; otherwise the
blueprint's default stands. Nothing is filled that the text does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from refiner.playbook import SLOT
from refiner.words import words

_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty)"
_NAME = r"(?:Sister |Brother |Mr\.? |Mrs\.? |Ms\.? |Dr\.? |Prof\.? )?[A-ZÀ-Þ][a-zà-ÿ]+(?:[- ][A-ZÀ-Þ][a-zà-ÿ]+)?"
_END = r"(?=[\s.,;:!?)’'\"”-]|$)"


@cache
def _listed(name: str) -> str:
    """Return the entries of `data/NAME.txt` as one alternation, longest first."""
    lines = (files("refiner") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    entries = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return "|".join(re.escape(entry) for entry in entries)


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    people, boss, peer, family = _listed("people"), _listed("bosses"), _listed("peers"), _listed("family")
    tasks, doing = _listed("tasks"), _listed("doing")
    adjective = r"(?:(?!of\b|the\b|and\b|is\b|to\b)[a-zà-ÿ-]+ ){0,2}?"
    patterns: dict[str, tuple[str, ...]] = {
        "group": (
            rf"\b(?i:my|our) (?:{_NUMBER} )?{adjective}(?:{people}){_END}",
            rf"\b(?i:manage|managing|run|running|lead|leading|supervise|supervising|teach|teaching|coach|coaching|captain|have|got|"
            rf"have got|'ve got|'ve|look after|responsible for|in charge of) (?:a (?:team|crew|group|staff|class) of )?({_NUMBER} {adjective}(?:{people})){_END}",
            rf"\b(?i:a (?:team|crew|group|staff) of {_NUMBER}){_END}",
            rf"(?i:under me|report to me)[^.!?]{{0,20}}?({_NUMBER} {adjective}(?:{people})){_END}",
            rf"({_NUMBER} {adjective}(?:{people}))(?i:,? (?:under me|report to me|on my (?:line|team|shift)|who report)){_END}",
            r"\b(?i:the (?:night|day|morning|late|early) (?:shift|crew|team)|the (?:apprentices|juniors|trainees|volunteers|band \w+s|night staff|team leads)){_END}".replace(
                "{_END}", _END
            ),
        ),
        "boss": (
            rf"\b(?i:my|our) {adjective}(?:{boss}){_END}",
            rf"\b(?i:the) (?:{boss}){_END}",
            rf"\b({_NAME}),? (?i:the|my|our) (?:{boss}){_END}",
        ),
        "colleague": (
            rf"({_NAME}),? (?i:who's|who is|who|my|our|the other|the|a|another|from|in|next door|on)? ?(?:\w+ ){{0,2}}?(?i:{peer}){_END}",
            rf"\b(?i:my|our|the other|another|a|the) (?:\w+ )?(?i:{peer}),? ({_NAME}){_END}",
            rf"\b(?i:my) (?i:{peer}){_END}",
        ),
        "task": (
            rf"\b(?i:{doing}) (?i:all |most )?(?i:of )?((?i:the|my|our|every|all the|these|those) (?:[a-z'’-]+ ){{0,2}}?(?:{tasks})){_END}",
            rf"\b((?i:the|my|our) (?:[a-z'’-]+ )?(?:{tasks})){_END}",
        ),
        "event": (
            rf"\b((?i:the|my|our|an?) (?:[A-Za-z]+ ){{0,2}}?(?i:{_listed('events')})) (?i:in|on|at|next|this|by|is|coming|before)\b",
        ),
        "customer": (rf"\b((?i:my|our|the) (?:[a-z]+ )?(?i:{_listed('customers')}))(?=[\s.,;:!?)]|$)",),
    }
    compiled = {slot: tuple(re.compile(one) for one in listed) for slot, listed in patterns.items()}
    compiled["family"] = (
        re.compile(rf"\b(?i:my|the|our|his|her) (?:\w+ )?(?i:{family})(?:,? (?:called |named )?({_NAME}))?{_END}"),
    )
    return compiled


def find(text: str) -> dict[str, str]:
    """Return slot → phrase for every slot that the mentee's words `text` fill with certainty."""
    private = {match.group(1) for match in _patterns()["family"][0].finditer(text) if match.group(1)}
    found: dict[str, str] = {}
    for slot in ("group", "boss", "colleague", "task", "event", "customer"):
        phrase = next(_candidates(slot, text, private), "")
        if phrase:
            found[slot] = phrase
    if found.get("colleague") == found.get("boss"):
        found.pop("colleague", None)
    return found


def _candidates(slot: str, text: str, private: set[str]) -> Iterator[str]:
    for pattern in _patterns()[slot]:
        for match in pattern.finditer(text):
            phrase = _own(match.group(1) if match.groups() and match.group(1) else match.group(0), slot)
            if _usable(phrase, slot, private):
                yield phrase


def _own(phrase: str, slot: str) -> str:
    """Return the phrase as it stands in a first-person sentence: "our" stays, "a team of six" is mine."""
    phrase = re.sub(r"\s+", " ", phrase.strip())
    if slot == "group" and re.match(_NUMBER, phrase, re.IGNORECASE):
        return f"my {phrase[0].lower()}{phrase[1:]}"
    if slot == "group" and phrase.lower().startswith("a "):
        return f"my {phrase[2:]}"
    if slot == "event" and re.match(r"an? ", phrase, re.IGNORECASE):
        return "my " + phrase.split(" ", 1)[1]
    first, _, rest = phrase.partition(" ")
    return (
        f"{first.lower()} {rest}" if first.lower() in ("my", "our", "the", "every", "all", "these", "those") else phrase
    )


def _usable(phrase: str, slot: str, private: set[str]) -> bool:
    inner = words(phrase)
    if not 1 <= len(inner) <= 6 or phrase in private or any(name in phrase for name in private):
        return False
    return not (slot == "colleague" and inner[0] in _NOT_PEOPLE)


_NOT_PEOPLE = frozenset(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter the a an and but so then when he she they we it my our".split()
)


def fill(template: str, phrases: Mapping[str, str], within: str) -> str:
    """Return a blueprint sentence with its slots and period filled; a phrase is used once a sentence."""
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        phrase = phrases.get(match.group(1), "")
        if not phrase or phrase in used:
            return match.group(2)
        used.add(phrase)
        return phrase

    return SLOT.sub(put, template).replace("{within}", within)
