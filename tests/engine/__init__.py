"""Tests of the engine: no Home Assistant, no waiting."""
