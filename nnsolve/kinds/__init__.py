"""One file a kind of problem: ``class Problem`` and ``def solve(problem) -> Working``, the page that it wrote."""
