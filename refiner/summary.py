"""A summary without any model: the mentee's own words and the likeliest cause."""

from __future__ import annotations

from collections.abc import Sequence

from refiner.model import Hypothesis, Issue


def plain_summary(found: Sequence[Issue], offered: Sequence[Hypothesis]) -> str:
    """Return a summary made of the mentee's own words and the likeliest cause."""
    heard = [
        issue.evidence[0].text.strip().rstrip(".,;") for issue in found if issue.kind != "context" and issue.evidence
    ][:2]
    said = " and ".join(f"“{one}”" for one in heard)
    standing = [one for one in offered if one.state == "confirmed"] or [one for one in offered if one.state == "open"]
    parts = [f"You say: {said}."] if said else []
    if standing:
        lead = (
            "What lies underneath, as you said yourself"
            if standing[0].state == "confirmed"
            else "What may lie underneath"
        )
        parts.append(f"{lead}: {_lower(standing[0].cause)}")
    return " ".join(parts)


def _lower(sentence: str) -> str:
    return (
        sentence[:1].lower() + sentence[1:]
        if sentence.startswith(("You", "What", "The", "It", "Since", "No"))
        else sentence
    )
