"""Papers as a teacher hands them out: the answer key, and the worksheet with places to fill in."""
