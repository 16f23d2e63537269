"""llama.cpp in this process; the only importer of xllamacpp."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from refiner.errors import ModelUnavailable

ENCODED = 512  # tokens of one text that an encoder takes in at most
Encode = Callable[[Sequence[str]], list[list[float]]]


def chat(path: Path, *, context: int, slots: int) -> Any:
    """Return a server that answers `slots` chats side by side, each of up to `context` tokens.

    Raises ModelUnavailable if the library or the weights cannot be loaded.
    """
    params = _params(path)
    params.n_ctx = context * slots
    params.n_parallel = slots
    return _server(params)


def encoder(path: Path) -> Encode:
    """Return a function from texts to vectors: the means of their last states, scaled to length one.

    Raises ModelUnavailable if the library or the weights cannot be loaded; the function raises it too.
    """
    params = _params(path)
    params.embedding = True
    params.n_ctx = params.n_batch = params.n_ubatch = ENCODED
    params.n_parallel = 1
    server = _server(params)

    def encode(texts: Sequence[str]) -> list[list[float]]:
        try:
            answer = server.handle_embeddings({"input": list(texts)})
            found = sorted(answer["data"], key=lambda row: row["index"])
            return [list(map(float, row["embedding"])) for row in found]
        except Exception as error:  # native code may raise anything
            raise ModelUnavailable(f"The encoder at {path} failed ({type(error).__name__}).") from None

    return encode


def _params(path: Path) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable(f"The library of the embedded model cannot be loaded: {error}.") from None
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.cpuparams.n_threads = max(1, min(4, os.cpu_count() or 1))
    params.verbosity = -1
    return params


def _server(params: Any) -> Any:
    import xllamacpp

    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelUnavailable(f"The weights at {params.model.path} could not be loaded ({error}).") from None
