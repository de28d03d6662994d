"""Marking: a student's answers read, compared with the solution line by line, their slips named, marks given."""
