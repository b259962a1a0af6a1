"""Heights: a building with an open lift, a balcony, a glass floor, a plank and a roof."""
