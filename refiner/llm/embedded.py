"""The embedded model: SmolLM2 in this process through llama.cpp.

The server stays loaded and keeps the prompt's prefix, so a second step over the same text only
pays for what is new; the drafts of one step are decoded in one batch.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from refiner.errors import BadReply, ModelUnavailable
from refiner.llm import llama
from refiner.llm.port import Reply, Request, Shape, json_schema
from refiner.llm.weights import PULL_HINT, SMOLLM2, default_path, is_intact

CONTEXT = 8192  # tokens that the model was trained for
SLOTS = 4  # drafts decoded side by side
CHARS_PER_TOKEN = 3.0  # pessimistic, so that prompt and reply surely fit into one slot


class Embedded:
    """The embedded model; loading takes about a second and happens at the first question."""

    name = SMOLLM2.name
    small = True
    any_language = False

    def __init__(self, weights: Path | None = None) -> None:
        self._weights = weights
        self._server: Any = None
        self._lock = threading.Lock()

    def ask(self, request: Request[Shape]) -> Reply[Shape]:
        """Return the drafts that parse; raise ModelUnavailable without weights, BadReply without a draft."""
        server = self._loaded()
        if (len(request.system) + len(request.user)) / CHARS_PER_TOKEN + request.max_tokens > CONTEXT:
            raise BadReply("the text is too long for the embedded model")
        try:
            answer = server.handle_chat_completions(_body(request))
        except Exception as error:  # native code may raise anything; the playbook answers then
            raise BadReply(f"the embedded model failed ({type(error).__name__})") from None
        if not isinstance(answer, dict) or "choices" not in answer:
            raise BadReply("the embedded model returned an error")
        values = [_parsed(choice, request) for choice in answer["choices"]]
        kept = tuple(value for value in values if value is not None)
        if not kept:
            raise BadReply("no draft of the embedded model had the asked shape")
        return Reply(kept, tokens=max(0, int(answer.get("usage", {}).get("completion_tokens", 0))))

    def _loaded(self) -> Any:
        with self._lock:
            if self._server is None:
                self._server = _start(self._weights)
            return self._server


def _start(given: Path | None) -> Any:
    path = given or default_path()
    if given is None and not is_intact(path):
        state = "damaged" if path.exists() else "not on this machine yet"
        raise ModelUnavailable(f"The embedded model's weights are {state}: {PULL_HINT}.")
    if not path.is_file():
        raise ModelUnavailable(f"There is no weights file at {path}: {PULL_HINT}.")
    try:
        return llama.chat(path, context=CONTEXT, slots=SLOTS)
    except ModelUnavailable as error:
        raise ModelUnavailable(f"{str(error).removesuffix('.')}: {PULL_HINT}.") from None


def _body(request: Request[Shape]) -> dict[str, Any]:
    return {
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.user},
        ],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "n": min(request.drafts, SLOTS),
        "cache_prompt": True,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": request.step, "schema": json_schema(request.shape)},
        },
    }


def _parsed(choice: Any, request: Request[Shape]) -> Shape | None:
    try:
        return request.shape.model_validate_json(choice["message"]["content"])
    except (ValidationError, KeyError, TypeError):
        return None
