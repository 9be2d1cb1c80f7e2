"""Tests with a real Home Assistant, as a process, in real time."""
