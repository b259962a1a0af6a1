"""Reports of a visit and of a course: gathered once, written as PDF, HTML and CSV."""
