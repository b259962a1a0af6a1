"""The safe room: where every visit begins and every stop ends. It has no parameters, no events and no task."""
