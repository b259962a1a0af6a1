"""Meshes, materials, files and sounds, all made by numpy; nothing comes from elsewhere."""
