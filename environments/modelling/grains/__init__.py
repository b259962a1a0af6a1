"""How the grains are made, by families: what grows, what is woven, what is laid, what lies on the ground."""
