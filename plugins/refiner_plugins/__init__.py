"""The built-in checks: one module a check, its docstring the advice and its source."""
