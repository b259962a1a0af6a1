"""The worlds a patient enters: their description, task logic, geometry, and the stage that shows them."""
