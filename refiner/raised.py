"""Hypotheses that the text itself raises, and what the mentee says to them there.

In a dialogue the mentor puts a cause forward and the mentee's next words accept or reject it; in a
monologue people rule causes out themselves ("it's not that I lack confidence").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refiner.answers import read_state
from refiner.language import little_words
from refiner.model import Concern, Quote, State, Turn
from refiner.patterns import alternatives, expressions, phrases
from refiner.sentences import split
from refiner.words import contains_phrase, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refiner.playbook import Playbook

_OFFER = phrases("raised_offers")
_LEAD = re.compile(
    rf"^(?:(?:{alternatives('raised_openers')})[,\s]+)*(?:{alternatives('raised_leads')})\s*", re.IGNORECASE
)
_QUESTION = re.compile(
    rf"^(?:(?:{alternatives('raised_openers')})[,\s]+)*(?:{alternatives('raised_questions')})\b", re.IGNORECASE
)
_GUESS = re.compile("|".join(expressions("raised_guesses")), re.IGNORECASE)
_RULED_OUT = re.compile(rf"\b(?:{alternatives('raised_ruled_out')})\b[^.!?;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raised:
    """A cause that the text names, with its state; `themes` are the playbook themes it mentions."""

    cause: str
    probe: str
    state: State
    evidence: tuple[Quote, ...]
    themes: tuple[str, ...]
    origin: str


def raised(concern: Concern, playbook: Playbook) -> tuple[Raised, ...]:
    """Return the causes that a dialogue or monologue raises and answers, in the order of the text."""
    found = list(_from_dialogue(concern.turns, playbook)) if concern.turns else []
    return tuple(found) if found else tuple(_ruled_out(concern, playbook))


def _from_dialogue(turns: tuple[Turn, ...], playbook: Playbook) -> Iterable[Raised]:
    offered: list[Turn] = []
    for turn in turns:
        if turn.speaker == "mentor":
            offered.append(turn)
        elif turn.speaker == "mentee" and offered:
            yield from _answered(offered, turn, playbook)
            offered = []


def _answered(offered: list[Turn], reply: Turn, playbook: Playbook) -> Iterable[Raised]:
    """Read one reply against the last thing the mentor put forward before it."""
    text = " ".join(turn.text for turn in offered)
    parts = [one.text for one in split(text)]
    denied = read_state(reply.text) == "rejected"
    claims = [part for part in parts if _is_claim(part, denied) and (len(words(part)) > 3 or mentions(part, playbook))]
    if not claims:
        return
    claim = _strongest(claims, parts)
    named = mentions(" ".join(claims[-2:]), playbook)
    state = read_state(reply.text, claim)
    restated = set(mentions(reply.text, playbook)) & set(named)
    if state == "open" and restated and not _RULED_OUT.search(reply.text):
        state = "confirmed"
    question = next((part for part in reversed(parts) if part.rstrip().endswith("?") and part != claim), "")
    quotes = split(reply.text, f"turn:{reply.number}")
    evidence = tuple(Quote(one.source, one.number, one.text) for one in quotes[:1])
    if state == "confirmed" and len(named) > 1:
        named = tuple(sorted(restated)) or named
    denials = " ".join(_denials(reply.text))
    if state == "open" and (set(mentions(denials, playbook)) & set(named) or _topics(denials) & _topics(text)):
        state = "rejected"
    if state in ("open", "unsure") and not named:
        return
    yield Raised(
        _as_cause(claim, [playbook.theme(name).title for name in named]),
        question or "What makes you say that?",
        state,
        evidence,
        named,
        "mentor",
    )


def _is_claim(part: str, denied: bool) -> bool:
    """Say whether a mentor's sentence puts a cause forward; a plain question does so only if it is denied."""
    return not _QUESTION.match(part) and bool(_OFFER.search(part) or (denied and _GUESS.search(part.strip())))


def _strongest(claims: list[str], parts: list[str]) -> str:
    """Return the last claim that is put as a question, else the last; "Could that be you?" means what stands before."""
    asked = [claim for claim in claims if claim.rstrip().endswith("?")]
    claim = (asked or claims)[-1]
    before = parts[parts.index(claim) - 1] if parts.index(claim) else ""
    return before if before and not _topics(claim) else claim


def _topics(text: str) -> set[str]:
    """Return the stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if len(word) > 3 and word not in little_words("en")}


def _denials(text: str) -> list[str]:
    return [match.group(0) for match in _RULED_OUT.finditer(text.replace("’", "'"))]


def _as_cause(claim: str, titles: list[str]) -> str:
    """Return the mentor's claim without its lead ("Perhaps …"), headed by the themes it names."""
    text = _LEAD.sub("", claim.strip(), count=1).strip(" ,?.") or claim.strip()
    if titles:
        return f"{' and '.join(titles[:2])}: {text[:1].lower()}{text[1:]}."
    return f"{text[:1].upper()}{text[1:]}."


def _ruled_out(concern: Concern, playbook: Playbook) -> Iterable[Raised]:
    """Yield causes that a monologue names only to reject them."""
    for sentence in concern.sentences:
        for match in _RULED_OUT.finditer(sentence.text.replace("’", "'")):
            named = mentions(match.group(0), playbook)
            if named:
                theme = playbook.theme(named[0])
                cause = f"It might come down to {_phrase(match.group(0), theme.mentions)}."
                where = (Quote(sentence.source, sentence.number, sentence.text),)
                yield Raised(cause, theme.causes[0].probe, "rejected", where, named, "mentee")


def _phrase(text: str, phrases: Iterable[str]) -> str:
    tokens = words(text)
    return next((phrase for phrase in phrases if _said(phrase, tokens)), next(iter(phrases), "this"))


def mentions(text: str, playbook: Playbook) -> tuple[str, ...]:
    """Return the ids of the themes that `text` names as such ("time management", "delegating")."""
    tokens = words(text)
    return tuple(theme.id for theme in playbook.themes if any(_said(phrase, tokens) for phrase in theme.mentions))


def _said(phrase: str, tokens: list[str]) -> bool:
    """Say whether a naming phrase occurs, in any inflection."""
    return contains_phrase(tokens, phrase) or contains_phrase(
        [stem(token) for token in tokens], " ".join(map(stem, words(phrase)))
    )
