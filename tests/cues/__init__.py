"""Tests of the speech and light outputs."""
