"""The session engine: pure Python, no I/O, told the time."""
