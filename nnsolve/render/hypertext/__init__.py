"""HTML pages: one file each that needs nothing else, no network and no script to be read."""
