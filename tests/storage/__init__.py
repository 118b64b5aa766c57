"""The memory, on real files and a real server."""
