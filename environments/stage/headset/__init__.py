"""Where a patient's head, hands and buttons come from: a window, a simulated patient, or a real headset."""
