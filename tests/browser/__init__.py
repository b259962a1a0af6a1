"""The console as a therapist has it: in a real Chromium, with everything a browser would complain of counted."""
