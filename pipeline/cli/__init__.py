"""The command line: arguments, printing, exit codes.

What is heavy is imported by the command that needs it: `baoshu --help` is there at once.
"""

from __future__ import annotations

from pipeline.cli.common import FAILED, STOPPED, USAGE, WARNED, WELL
from pipeline.cli.main import app, main

__all__ = ["FAILED", "STOPPED", "USAGE", "WARNED", "WELL", "app", "main"]
