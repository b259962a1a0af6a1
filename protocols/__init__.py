"""Reviewed treatment plans, one TOML file a plan, and the catalogue that loads and checks them."""
