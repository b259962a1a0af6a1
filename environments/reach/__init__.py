"""Reach and touch: targets on a sphere around the shoulder, within what this patient can reach."""
