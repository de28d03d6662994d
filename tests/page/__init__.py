"""Tests of what stands on a page."""
