"""Work out who says what in a narration.

A speech belongs to the person whom its paragraph names beside a verb of saying, else to the
person a pronoun or the preceding sentence points to, else to whoever did not speak last.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from refiner.language import little_words
from refiner.patterns import alternatives, lines

SAY = alternatives("say_verbs")
NAME = f"(?:{alternatives('narrated_names')})"
_NOT_NAMES = frozenset(lines("not_names"))
_TITLES = frozenset(lines("patterns/name_titles"))
_DESCRIBED = re.compile(r"(?:the|her|his|my) ", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"(?:^\W*|[.?!,;:—–]\W*|\b(?:and|but|then|so)\s+|\b[Ww]ithout \w+ing\s+)"
    rf"({NAME}|[Hh]e|[Ss]he|I)\s+(?=[a-z])"
)
_TOLD = re.compile(rf"^\W*(?:{SAY})\s+({NAME}|he|she|I)\b")
_SAYS_NOW = re.compile(rf"({NAME}),?\s+(?:{SAY})\W*$")
_OPENING = re.compile(rf"^\W*({NAME})\b")
_VOCATIVE = re.compile(rf"\s*({NAME}),")
_POSSESSIVE = re.compile(r"['’]s$")
_SENTENCE_END = re.compile(r"(?<=[.?!”\"’'])\s+")
_NAME_INSIDE = re.compile(rf"(?<=[a-z,] )({NAME})\b")
_TAKEN_UP = re.compile(rf"\b({NAME})\b([^.?!]{{0,90}}?)\b(he|she|{NAME})\b")
_SOMEBODY_ELSE = re.compile(r"\b(?:him|that|if|whether)\W*$|\bhim\b")
_AFTER = re.compile(rf"^\s*(?:(?:{SAY})\s+({NAME}|he|she|I)\b|({NAME}|[Hh]e|[Ss]he|I)\s+(?:\w+ly\s+)?(?:{SAY})\b)")


@dataclass(slots=True)
class Speech:
    """One quoted speech; `who` is a name, "I" or "" and `end` lies behind the closing mark."""

    who: str
    text: str
    start: int
    end: int


def attribute(text: str, speeches: list[Speech]) -> None:
    """Give every speech its speaker, in the order of the text."""
    narration = blanked(text, speeches)
    cast = _cast(narration, _genders(narration))
    for index, speech in enumerate(speeches):
        before_end = speeches[index - 1].end if index else 0
        after_start = speeches[index + 1].start if index + 1 < len(speeches) else len(text)
        before, after = text[before_end : speech.start], text[speech.end : after_start]
        tag = "" if speech.text.rstrip().endswith((".", "…")) else after.split("\n")[0]
        speech.who = _speaker(before, tag, after, speeches[:index], cast)
        called = _VOCATIVE.match(speech.text)
        if called and called.group(1) == speech.who:
            speech.who = _other(speech.who, speeches[:index], cast) or "?"


def _speaker(before: str, tag: str, after: str, earlier: list[Speech], cast: dict[str, str]) -> str:
    last = earlier[-1].who if earlier else ""
    same_paragraph = bool(earlier) and "\n" not in before
    lead = before.rsplit("\n", 1)[-1]
    told = _AFTER.match(tag)
    if told:
        return _whom(told.group(1) or told.group(2), lead, last, earlier, cast)
    if same_paragraph and last and not before.strip():
        return _other(last, earlier, cast)
    if same_paragraph and last:
        pointed = _last_subject(_AFTER.sub("", lead, count=1), cast)
        same = not pointed or (pointed.lower() in ("he", "she") and cast.get(last) in ("", pointed.lower(), None))
        return last if same else _whom(pointed, lead, last, earlier, cast)
    if lead.strip():
        pointed = _last_subject(lead, cast)
        if pointed:
            return _whom(pointed, lead, last, earlier, cast)
    previous = before.rstrip()
    if previous.endswith((":", ",")):
        pointed = _last_subject(previous.rsplit("\n", 1)[-1], cast) or _opening(previous.rsplit("\n", 1)[-1], cast)
        if pointed:
            return _whom(pointed, previous.rsplit("\n", 1)[-1], last, earlier, cast)
    pointed = _opening(after.split("\n")[0], cast)
    if pointed:
        return pointed
    if "\n" in before and before.strip() == "" and earlier and _unclosed(earlier[-1]):
        return last
    if not earlier:
        return _opening(previous.rsplit("\n", 1)[-1], cast) if previous else ""
    return _other(last, earlier, cast)


def _unclosed(speech: Speech) -> bool:
    """Say whether a speech had no closing mark: it goes on in the next paragraph."""
    return speech.end - speech.start == len(speech.text) + 1


def _whom(pointed: str, lead: str, last: str, earlier: list[Speech], cast: dict[str, str]) -> str:
    """Return the speaker that a name, "I" or a pronoun stands for."""
    if pointed.lower() not in ("he", "she"):
        return _bare(pointed)
    fitting = [name for name, gender in cast.items() if gender == pointed.lower()]
    possible = fitting or [name for name, gender in cast.items() if not gender]
    if len(possible) == 1:
        return possible[0]
    near = {  # where the narration before the speech last names each of them, possessives aside
        name: max((found.start() for found in re.finditer(rf"\b{re.escape(name)}\b(?!['’]s)", lead)), default=-1)
        for name in possible
    }
    named = [name for name in possible if near[name] >= 0]
    if named:
        return max(named, key=lambda name: near[name])
    return _other(last, earlier, cast) or next(iter(possible), "")


def _last_subject(narration: str, cast: dict[str, str]) -> str:
    """Return the last person who does something in the narration: a name, "I", "he" or "she"."""
    told = _TOLD.match(narration) or _SAYS_NOW.search(narration)
    if told:
        return told.group(1)
    people = [
        match.group(1).strip()
        for match in _CLAUSE.finditer(narration)
        if match.group(1).strip() in cast or match.group(1) in ("he", "she", "He", "She", "I")
    ]
    return people[-1] if people else ""


def _bare(name: str) -> str:
    """Return a name without its possessive; a description ("The older woman") goes by its last two words."""
    plain = _POSSESSIVE.sub("", name).strip()
    return " ".join(plain.lower().split()[-2:]) if _DESCRIBED.match(plain) else plain


def _opening(narration: str, cast: dict[str, str]) -> str:
    """Return the name with which the last possible sentence of the narration starts, else ""."""
    for sentence in reversed(_SENTENCE_END.split(narration.strip())):
        found = _OPENING.match(sentence)
        if found and found.group(1) in cast and not sentence[found.end() :].startswith(("'s", "’s")):
            return found.group(1)
    return ""


def _genders(narration: str) -> dict[str, str]:
    """Return "he" or "she" for every name by the pronouns that take it up again."""
    votes: dict[str, int] = {}
    for match in _TAKEN_UP.finditer(narration):
        name, between, pronoun = match.groups()
        if name.split()[0] in _NOT_NAMES or _SOMEBODY_ELSE.search(between):
            continue
        votes[name] = votes.get(name, 0) + {"he": 1, "she": -1}.get(pronoun, 0)
    return {name: "he" if cast > 0 else "she" for name, cast in votes.items() if cast}


def _cast(narration: str, genders: dict[str, str]) -> dict[str, str]:
    """Return the people of the narration, most named first, each with "he", "she" or "".

    A capital inside a sentence makes a name; at its start the word must not be a common one.
    """
    inside = Counter(match.group(1) for match in _NAME_INSIDE.finditer(narration) if not _apposed(narration, match))
    acting = Counter(match.group(1).strip() for match in _CLAUSE.finditer(narration))
    people = Counter({name: inside[name] + 2 * acting[name] for name in {*inside, *acting} if _is_name(name)})
    sure = {name for name in people if inside[name] or name.lower() not in little_words("en")}
    return {name: genders.get(name, "") for name, _ in people.most_common() if name in sure}


def _apposed(narration: str, match: re.Match[str]) -> bool:
    """Say whether a description only explains a name: "Paavo, her mentor since …"."""
    return bool(_DESCRIBED.match(match.group(1))) and narration[: match.start()].endswith(", ")


def _is_name(word: str) -> bool:
    if _DESCRIBED.match(word):
        return True
    return word.split()[0].rstrip(".") not in _NOT_NAMES - _TITLES and word.lower() not in ("he", "she", "i")


def _other(last: str, earlier: list[Speech], cast: dict[str, str]) -> str:
    """Return the latest speaker who is not the last one, else the first of the cast who is not."""
    spoken = (speech.who for speech in reversed(earlier) if speech.who not in ("", last))
    return next(spoken, "") or next((name for name in cast if name != last), "")


def blanked(text: str, speeches: list[Speech]) -> str:
    """Return the narration alone: the text with every speech replaced by blanks of its length."""
    for speech in speeches:
        text = text[: speech.start] + " " * (speech.end - speech.start) + text[speech.end :]
    return text
