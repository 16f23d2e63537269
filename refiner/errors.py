"""Errors, named for what the caller should do.

RefinerError
├── InputError            ask the mentee for other input          exit 2
├── SettingError          mend the configuration                  exit 2
├── PluginError           mend or remove a plugin                 exit 2
├── PromptError           mend a prompt template                  exit 2
└── ModelError            try another model, or go on without     exit 3 under --strict
    ├── ModelUnavailable  no weights, no library, no server
    └── BadReply          the model answered, but not usefully
"""

from __future__ import annotations


class RefinerError(Exception):
    """Base of every error that is meant to be read by a user."""

    exit_code = 2


class InputError(RefinerError):
    """The text or document given cannot be worked on; the message says what to do."""


class SettingError(RefinerError):
    """A setting is unknown or has an unusable value."""


class PluginError(RefinerError):
    """A plugin could not be loaded or registered something unusable."""


class PromptError(RefinerError):
    """A prompt template is missing, malformed or lacks a variable."""


class ModelError(RefinerError):
    """The language model did not help; the playbook answers instead."""

    exit_code = 3


class ModelUnavailable(ModelError):
    """There is no model to ask: weights, library or server are missing."""


class BadReply(ModelError):
    """The model's reply was cut, empty or not of the asked shape."""
