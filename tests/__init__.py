"""Tests of BackCare."""
