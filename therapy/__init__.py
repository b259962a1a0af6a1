"""The clinical core: a visit as a function of commands and observations, its safety rules, measures and records."""
