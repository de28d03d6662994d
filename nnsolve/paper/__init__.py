"""What a paper holds besides its problems: the author's own text, and the lines at its head."""
