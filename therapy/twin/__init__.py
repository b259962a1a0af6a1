"""Simulated patients: how fear, answers and habits of a person could run, for rehearsals and tests."""
