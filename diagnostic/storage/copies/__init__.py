"""Copies of the whole memory: made, closed under a key, kept, examined, taken back."""
