"""Read the quoted speech of a narrated dialogue as turns, and tell mentee from mentor."""

from __future__ import annotations

import re

from refiner.attribution import NAME, Speech, attribute, blanked
from refiner.model import Speaker, Turn

_I_MENTOR = re.compile(r"\bI (?:had been |have been |'ve been |was |am |'m )?mentor(?:ed|ing)?\b|\bmy mentee\b")
_MENTEE_IS = re.compile(
    rf"\bmentee,?\s+({NAME})|({NAME}),?\s+(?:his|her|their|my|the)\s+mentee\b"
    rf"|\bmentee,[^.,]{{0,50}} (?:named|called) ({NAME})"
)
_MENTOR_IS = re.compile(
    rf"\bmentor,?\s+({NAME})|({NAME}),?\s+(?:his|her|their|my|the)\s+mentor\b"
    rf"|({NAME}) (?:had |has )?(?:been )?mentor(?:s|ed|ing)\b"
)
_QUOTES = re.compile(
    r"“([^“”]+)(?:”|(?=\n\s*\n|\Z))"
    r"|\"([^\"\n]+)(?:\"|(?=\n\s*\n|\Z))"
    r"|(?<![\w’'])[‘']((?:[^‘’'\n]|(?<=\w)[’'](?=\w))+)[’'](?!\w)"
)
_INDIRECT = re.compile(
    rf"\b({NAME}|[Hh]e|[Ss]he)\b[^.?!“\"]{{0,80}}?\b(?:asked|wondered|suggested)\s+(?:him|her|them|{NAME})?\s*"
    r"(?:if|whether)\s+([^.?!“\"]+)"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|my|me)\b")


def narrated_turns(text: str) -> tuple[Turn, ...]:
    """Return the speeches of a narrated dialogue as turns, or () if the text is not one."""
    speeches = [Speech("", said, start, end) for start, end, said in _quotes(text)]
    outside = blanked(text, speeches)
    told_by_me = len(_FIRST_PERSON.findall(outside)) * 25 > len(outside.split())
    if sum(len(speech.text) for speech in speeches) < (0.45 if told_by_me else 0.3) * len(text):
        return ()
    attribute(text, speeches)
    speakers = {speech.who for speech in speeches if speech.who}
    if len(speakers) < 2 or (told_by_me and "I" not in speakers):
        return ()
    speeches = _settled(speeches, speakers) + _indirect(outside, speakers)
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


def _settled(speeches: list[Speech], speakers: set[str]) -> list[Speech]:
    """Give speeches of nobody known to whichever of the two main speakers did not speak before."""
    main = sorted(speakers, key=lambda who: -sum(speech.who == who for speech in speeches))[:2]
    for before, speech in zip([None, *speeches], speeches, strict=False):
        if not speech.who:
            speech.who = main[1] if before is not None and before.who == main[0] else main[0]
    return speeches


def _mentee(text: str, speeches: list[Speech], speakers: set[str]) -> str:
    if "I" in speakers and not _I_MENTOR.search(text):
        return "I"
    found = _told(_MENTEE_IS, text, speakers)
    mentor = _mentor(text, speeches, speakers)
    rest = speakers - {mentor} if len(speakers) > 1 else speakers
    return found or min(sorted(rest), key=lambda who: _asks(who, speeches))


def _mentor(text: str, speeches: list[Speech], rest: set[str]) -> str:
    if "I" in rest and _I_MENTOR.search(text):
        return "I"
    named = next(
        (who for who in sorted(rest) if {who.split()[-1], who.split()[0].lower()} & {"mentor", "coach", "supervisor"}),
        "",
    )
    return _told(_MENTOR_IS, text, rest) or named or max(sorted(rest), key=lambda who: _asks(who, speeches))


def _told(pattern: re.Pattern[str], text: str, speakers: set[str]) -> str:
    for match in pattern.finditer(text):
        name = next(group for group in match.groups() if group)
        if name in speakers:
            return name
    return ""


def _asks(who: str, speeches: list[Speech]) -> float:
    said = " ".join(speech.text for speech in speeches if speech.who == who)
    count = sum(speech.who == who for speech in speeches)
    return (2 * said.count("?") - len(_FIRST_PERSON.findall(said))) / max(1, count)


def _indirect(outside: str, speakers: set[str]) -> list[Speech]:
    """Return questions told in the narration: "asked him whether …"."""
    found: list[Speech] = []
    for match in _INDIRECT.finditer(outside):
        who = match.group(1)
        if who not in speakers:
            names = [name for name in speakers if name in outside[max(0, match.start() - 200) : match.start()]]
            who = max(names, key=lambda name: outside.rfind(name, 0, match.start()), default="")
        if who:
            found.append(Speech(who, match.group(2).strip(), match.start(2), match.end(2)))
    return found


def quoted_share(sentence: str) -> float:
    """Return which share of a sentence stands in quotation marks."""
    return sum(len(match.group(0)) for match in _QUOTES.finditer(sentence)) / max(1, len(sentence))
