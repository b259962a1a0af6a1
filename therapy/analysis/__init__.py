"""What needs numpy: measures of stored telemetry, after a visit."""
