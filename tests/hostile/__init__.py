"""Proofs that what is hostile harms nobody: one file per family of threats (docs/menaces.md)."""
