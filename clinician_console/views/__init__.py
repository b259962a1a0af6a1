"""The pages of the console, a module for each thing a therapist does."""
