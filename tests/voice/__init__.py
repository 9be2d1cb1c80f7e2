"""Tests of what people say to BackCare."""
