from __future__ import annotations

from refiner.intake import take_in
from refiner.plugins import Plugins
from refiner.raised import raised
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
    concern = take_in((ROOT / "examples" / "dialogue-vet.txt").read_text(encoding="utf-8"))
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


def test_a_guess_that_the_mentee_turns_down_is_rejected_and_nothing_else_is(plugins: Plugins) -> None:
    wanted = found = strays = 0
    for case in cases("conversations"):
        causes = [one for one in raised(take_in(case["text"]), plugins.playbook) if one.state == "rejected"]
        wanted += len(case["rejected"])
        found += min(len(causes), len(case["rejected"]))
        strays += max(0, len(causes) - len(case["rejected"]))
    assert found >= 13, f"{found} of {wanted}"
    assert strays == 0


def test_an_open_question_of_the_mentor_is_no_guess(plugins: Plugins) -> None:
    text = (
        "Mentor: Hello. When is it worst, would you say?\n\nMentee: No idea. At ten.\n\n"
        "Mentor: Is it that nobody asked you?\n\n"
        "Mentee: No, they asked. I said yes. I always say yes and then I go home late."
    )
    assert [one.cause for one in raised(take_in(text), plugins.playbook)] == ["Nobody asked you."]
