"""The visit that runs, as the console knows it: the line to the stage, who steers, and what the page is told."""
