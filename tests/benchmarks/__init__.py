"""Benchmarks: ``python -m tests.benchmarks`` prints ratios against something run beside it. No test asserts a time."""
