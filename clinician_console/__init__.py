"""The composition root and command line: the only place that sees therapy, protocols and environments together."""
