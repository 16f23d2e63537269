"""Put a step's prompt to the model: what goes into it, how long the reply may be, what it cost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from refiner import hypotheses
from refiner.judging import Judge
from refiner.model import HORIZONS, Refinement
from refiner.retrieval import Example, nearest

if TYPE_CHECKING:
    from datetime import date

    from pydantic import BaseModel

    from refiner.llm.port import Model, Reply
    from refiner.plugins import Plugins

    Shape = TypeVar("Shape", bound=BaseModel)

DRAFTS = 4  # of a small model for one step
EXEMPLARS = 2
_LONGEST = {"summarise-small": 130, "propose-small": 250}  # tokens; a small model that goes on longer goes in circles


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step spent and which prompts it used."""

    calls: int = 0
    requests: int = 0
    prompts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.calls + other.calls,
            self.requests + other.requests,
            (*self.prompts, *other.prompts),
            (*self.notes, *other.notes),
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What drafting works with: a model, the plugins' prompts and examples, and the judge of its drafts."""

    model: Model
    plugins: Plugins
    judge: Judge
    programme_ends: date | None

    def ask(
        self, name: str, shape: type[Shape], values: Mapping[str, str], drafts: int = 1
    ) -> tuple[Reply[Shape], Cost]:
        """Return the model's reply to the prompt `name` and its cost; raise ModelError if none fits `shape`."""
        from refiner.llm.port import Request

        prompt = self.plugins.prompts[name]
        system, user = prompt.render(values)
        request = Request(name, system, user, shape, drafts=drafts, max_tokens=_LONGEST.get(name, 2400))
        reply = self.model.ask(request)
        return reply, Cost(1, reply.requests, ((name, prompt.digest),))

    def summaries(self, draft: Refinement) -> str:
        """Return the examples nearest to the mentee's words with their summaries."""
        return "\n\n".join(f"Text: {one.text}\nSummary: {one.summary}" for one, _ in self._nearest(draft))

    def goal_values(self, draft: Refinement) -> dict[str, str]:
        """Return what the prompt for goals is made of."""
        standing = [one for one in draft.hypotheses if one.state == "confirmed"] or [
            one for one in draft.hypotheses if one.state != "rejected"
        ]
        refused = [one.cause for one in draft.hypotheses if one.state == "rejected"]
        return material(draft) | {
            "causes": "\n".join(f"- {one.cause}" for one in standing),
            "rejected": "\n".join(f"- {cause}" for cause in refused) or "(none)",
            "answers": "\n".join(f"(answer) {answer.text}" for answer in draft.answers if answer.text),
            "blueprints": "\n".join(f"- {draft.goals[horizon].statement}" for horizon in HORIZONS),
            "examples": "\n".join(f"- {one.quick_win}\n- {one.high_impact}" for one, _ in self._nearest(draft)),
            "bounds": self.bounds,
        }

    @property
    def bounds(self) -> str:
        """Return what the programme's end asks of goals, or nothing."""
        ends = self.programme_ends
        return f"The programme ends on {ends.isoformat()}; neither goal may run longer." if ends else ""

    def _nearest(self, draft: Refinement) -> list[tuple[Example, float]]:
        said = hypotheses.mentee_words(draft.concern, draft.answers)
        return nearest(self.plugins.examples, said, EXEMPLARS)


def material(draft: Refinement) -> dict[str, str]:
    """Return the mentee's text with a delimiter that it cannot know."""
    return {"mark": mark(draft.concern.text), "text": draft.concern.text}


def mark(text: str) -> str:
    """Return a delimiter that depends on the text and does not occur in it."""
    count = 0
    while True:
        made = hashlib.blake2b(f"{count}{text}".encode(), key=b"goal-refiner delimiter", digest_size=6).hexdigest()
        if made not in text:
            return f"§{made}§"
        count += 1
