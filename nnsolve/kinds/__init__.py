"""One file a kind of problem: ``class Problem`` and ``def solve(problem) -> Solution``."""
