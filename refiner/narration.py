"""Read the quoted speech of a narrated dialogue and work out who says what.

A speech belongs to the person whom its paragraph names beside a verb of saying, else to the
person a pronoun or the preceding sentence points to, else to whoever did not speak last.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from refiner.language import little_words
from refiner.model import Speaker, Turn
from refiner.patterns import alternatives, lines

_SAY = alternatives("say_verbs")
_NAME = f"(?:{alternatives('narrated_names')})"
_NOT_NAMES = frozenset(lines("not_names"))
_TITLES = {"Old", "Mr", "Mrs", "Ms", "Dr"}
_CLAUSE = re.compile(
    rf"(?:^\W*|[.?!,;:—–]\W*|\b(?:and|but|then|so)\s+|\b[Ww]ithout \w+ing\s+)"
    rf"({_NAME}|[Hh]e|[Ss]he|I)\s+(?=[a-z])"
)
_TOLD = re.compile(rf"^\W*(?:{_SAY})\s+({_NAME}|he|she|I)\b")
_OPENING = re.compile(rf"^\W*({_NAME})\b")
_MENTEE_IS = re.compile(rf"\bmentee,?\s+({_NAME})|({_NAME}),?\s+(?:his|her|their|my|the)\s+mentee\b")
_MENTOR_IS = re.compile(rf"\bmentor,?\s+({_NAME})|({_NAME}),?\s+(?:his|her|their|my|the)\s+mentor\b")
_QUOTES = re.compile(
    r"“([^“”]+)(?:”|(?=\n\s*\n|\Z))"
    r"|\"([^\"\n]+)(?:\"|(?=\n\s*\n|\Z))"
    r"|(?<![\w’'])[‘']((?:[^‘’'\n]|(?<=\w)[’'](?=\w))+)[’'](?!\w)"
)
_INDIRECT = re.compile(
    rf"\b({_NAME}|[Hh]e|[Ss]he)\b[^.?!“\"]{{0,80}}?\b(?:asked|wondered|suggested)\s+(?:him|her|them|{_NAME})?\s*"
    r"(?:if|whether)\s+([^.?!“\"]+)"
)
_VOCATIVE = re.compile(rf"\s*({_NAME}),")
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|my|me)\b")
_POSSESSIVE = re.compile(r"['’]s$")
_SENTENCE_END = re.compile(r"(?<=[.?!”\"’'])\s+")
_NAME_INSIDE = re.compile(rf"(?<=[a-z,] )({_NAME})\b")
_TAKEN_UP = re.compile(rf"\b({_NAME})\b([^.?!]{{0,90}}?)\b(he|she|{_NAME})\b")
_SOMEBODY_ELSE = re.compile(r"\b(?:him|that|if|whether)\W*$|\bhim\b")
_AFTER = re.compile(rf"^\s*(?:(?:{_SAY})\s+({_NAME}|he|she|I)\b|({_NAME}|[Hh]e|[Ss]he|I)\s+(?:\w+ly\s+)?(?:{_SAY})\b)")


@dataclass(slots=True)
class _Speech:
    who: str
    text: str
    start: int
    end: int


def narrated_turns(text: str) -> tuple[Turn, ...]:
    """Return the speeches of a narrated dialogue as turns, or () if the text is not one."""
    speeches = [_Speech("", said, start, end) for start, end, said in _quotes(text)]
    outside = _blank_quotes(text)
    told_by_me = len(_FIRST_PERSON.findall(outside)) * 25 > len(outside.split())
    if sum(len(speech.text) for speech in speeches) < (0.45 if told_by_me else 0.3) * len(text):
        return ()
    _attribute(text, speeches)
    speakers = {speech.who for speech in speeches if speech.who}
    if len(speakers) < 2 or (told_by_me and "I" not in speakers):
        return ()
    speeches += _indirect(text, speakers)
    speeches.sort(key=lambda speech: speech.start)
    mentee = _mentee(text, speeches, speakers)
    mentor = _mentor(text, speeches, speakers - {mentee})
    return tuple(
        Turn(number, _role(speech.who, mentee, mentor), speech.text.strip())
        for number, speech in enumerate(speeches, 1)
    )


def _quotes(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, words) of every speech; mere quoted terms are passed over."""
    found: list[tuple[int, int, str]] = []
    for match in _QUOTES.finditer(text):
        said = next(group for group in match.groups() if group)
        if len(said.split()) > 2 or said.rstrip()[-1:] in ".,!?…—":
            found.append((match.start(), match.end(), said))
    return found


def _role(who: str, mentee: str, mentor: str) -> Speaker:
    return "mentee" if who == mentee else "mentor" if who == mentor else "other"


def _attribute(text: str, speeches: list[_Speech]) -> None:
    """Give every speech its speaker, in the order of the text."""
    narration = _blank_quotes(text)
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


def _speaker(before: str, tag: str, after: str, earlier: list[_Speech], cast: dict[str, str]) -> str:
    last = earlier[-1].who if earlier else ""
    same_paragraph = bool(earlier) and "\n" not in before
    lead = before.rsplit("\n", 1)[-1]
    told = _AFTER.match(tag)
    if told:
        return _whom(told.group(1) or told.group(2), lead, last, earlier, cast)
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


def _unclosed(speech: _Speech) -> bool:
    """Say whether a speech had no closing mark: it goes on in the next paragraph."""
    return speech.end - speech.start == len(speech.text) + 1


def _whom(pointed: str, lead: str, last: str, earlier: list[_Speech], cast: dict[str, str]) -> str:
    """Return the speaker that a name, "I" or a pronoun stands for."""
    if pointed.lower() not in ("he", "she"):
        return _bare(pointed)
    fitting = [name for name, gender in cast.items() if gender == pointed.lower()]
    possible = fitting or [name for name, gender in cast.items() if not gender]
    if len(possible) == 1:
        return possible[0]
    opening = _opening(lead, cast)
    if opening in possible:
        return opening
    return _other(last, earlier, cast) or next(iter(possible), "")


def _last_subject(narration: str, cast: dict[str, str]) -> str:
    """Return the last person who does something in the narration: a name, "I", "he" or "she"."""
    told = _TOLD.match(narration)
    if told:
        return told.group(1)
    people = [
        match.group(1).strip()
        for match in _CLAUSE.finditer(narration)
        if match.group(1).strip() in cast or match.group(1) in ("he", "she", "He", "She", "I")
    ]
    return people[-1] if people else ""


def _bare(name: str) -> str:
    return _POSSESSIVE.sub("", name).strip()


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
    inside = Counter(match.group(1) for match in _NAME_INSIDE.finditer(narration))
    acting = Counter(match.group(1).strip() for match in _CLAUSE.finditer(narration))
    people = Counter({name: inside[name] + 2 * acting[name] for name in {*inside, *acting} if _is_name(name)})
    sure = {name for name in people if inside[name] or name.lower() not in little_words("en")}
    return {name: genders.get(name, "") for name, _ in people.most_common() if name in sure}


def _is_name(word: str) -> bool:
    return word.split()[0].rstrip(".") not in _NOT_NAMES - _TITLES and word.lower() not in ("he", "she", "i")


def _other(last: str, earlier: list[_Speech], cast: dict[str, str]) -> str:
    """Return the latest speaker who is not the last one, else the first of the cast who is not."""
    spoken = (speech.who for speech in reversed(earlier) if speech.who not in ("", last))
    return next(spoken, "") or next((name for name in cast if name != last), "")


def _mentee(text: str, speeches: list[_Speech], speakers: set[str]) -> str:
    if "I" in speakers:
        return "I"
    found = _told(_MENTEE_IS, text, speakers)
    mentor = _told(_MENTOR_IS, text, speakers)
    rest = speakers - {mentor} if len(speakers) > 1 else speakers
    return found or min(sorted(rest), key=lambda who: _asks(who, speeches))


def _mentor(text: str, speeches: list[_Speech], rest: set[str]) -> str:
    return _told(_MENTOR_IS, text, rest) or max(sorted(rest), key=lambda who: _asks(who, speeches))


def _told(pattern: re.Pattern[str], text: str, speakers: set[str]) -> str:
    for match in pattern.finditer(text):
        name = next(group for group in match.groups() if group)
        if name in speakers:
            return name
    return ""


def _asks(who: str, speeches: list[_Speech]) -> float:
    said = " ".join(speech.text for speech in speeches if speech.who == who)
    count = sum(speech.who == who for speech in speeches)
    return (2 * said.count("?") - len(_FIRST_PERSON.findall(said))) / max(1, count)


def _indirect(text: str, speakers: set[str]) -> list[_Speech]:
    """Return questions told in the narration: "asked him whether …"."""
    found: list[_Speech] = []
    for match in _INDIRECT.finditer(_blank_quotes(text)):
        who = match.group(1)
        if who not in speakers:
            names = [name for name in speakers if name in text[max(0, match.start() - 200) : match.start()]]
            who = max(names, key=lambda name: text.rfind(name, 0, match.start()), default="")
        if who:
            found.append(_Speech(who, match.group(2).strip(), match.start(2), match.end(2)))
    return found


def _blank_quotes(text: str) -> str:
    return _QUOTES.sub(lambda match: " " * len(match.group(0)), text)


def quoted_share(sentence: str) -> float:
    """Return which share of a sentence stands in quotation marks."""
    return sum(len(match.group(0)) for match in _QUOTES.finditer(sentence)) / max(1, len(sentence))
