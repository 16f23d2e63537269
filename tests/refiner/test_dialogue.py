from __future__ import annotations

from refiner.intake import take_in
from tests.conftest import ROOT, cases


def test_only_the_mentees_words_are_evidence() -> None:
    right = 0
    listed = cases("dialogues")
    for case in listed:
        said = " ".join(sentence.text for sentence in take_in(case["text"]).sentences)
        found = all(words in said for words in case["mentee_says"])
        leaked = any(words in said for words in case["mentor_says"])
        right += found and not leaked
    assert right >= 19, f"{right} of {len(listed)}"


def test_a_transcript_with_labels_is_read_as_turns() -> None:
    concern = take_in((ROOT / "examples" / "dialogue-lab-technician.txt").read_text(encoding="utf-8"))
    assert {turn.speaker for turn in concern.turns} == {"mentor", "mentee"}
    assert all(sentence.source.startswith("turn:") for sentence in concern.sentences)


def test_a_told_conversation_is_read_as_turns() -> None:
    concern = take_in((ROOT / "examples" / "dialogue-hotel-manager.txt").read_text(encoding="utf-8"))
    said = " ".join(sentence.text for sentence in concern.sentences)
    assert "I could teach the course" in said
    assert "I wonder how sure of yourself" not in said


def test_a_monologue_that_quotes_others_stays_a_monologue() -> None:
    text = 'My boss said "you are too slow for this line of work, everybody says so". I did not answer. I went home.'
    concern = take_in(text)
    assert not concern.turns
    assert "too slow" not in " ".join(sentence.text for sentence in concern.sentences)
