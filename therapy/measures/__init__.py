"""What a live session measures: ratings, questionnaires, movements, gaze, nearness to an edge.

Each accumulator is a small dataclass fed per tick or per event. Its fields are plain numbers, strings and
lists: `dataclasses.asdict` is a snapshot of it, and `Class(**snapshot)` goes on from there.
"""
