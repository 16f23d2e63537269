"""Refine a text in one call, for programs; the CLI and the page follow the same steps as jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from refiner import plugins
from refiner.model import Answer, Refinement
from refiner.pipeline import Pipeline
from refiner.settings import Settings

if TYPE_CHECKING:
    from refiner.llm.port import Model


def model_of(settings: Settings) -> Model | None:
    """Return the model that the settings name, or None for the playbook alone."""
    if settings.model == "playbook":
        return None
    from refiner.llm.embedded import Embedded

    return Embedded(settings.weights)


def refine(
    text: str,
    answers: Sequence[Answer] = (),
    *,
    settings: Settings | None = None,
    reference_date: date | None = None,
) -> Refinement:
    """Return the refinement of `text`; `answers` go to the hypotheses in order.

    Raises InputError if there is nothing to work on. A model that fails degrades the result, no more.
    """
    chosen = settings or Settings()
    now = datetime.now(UTC)
    pipeline = Pipeline(plugins.load(), chosen, model_of(chosen))
    draft = pipeline.understand(pipeline.begin(text, reference_date or now.date(), now))
    if answers:
        draft = pipeline.answer(draft, answers)
    return pipeline.propose(draft)


async def arefine(
    text: str,
    answers: Sequence[Answer] = (),
    *,
    settings: Settings | None = None,
    reference_date: date | None = None,
) -> Refinement:
    """Do what `refine` does without blocking the event loop."""
    return await asyncio.to_thread(refine, text, answers, settings=settings, reference_date=reference_date)
