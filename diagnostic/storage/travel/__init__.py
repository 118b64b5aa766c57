"""One diagnostic from an installation to another, and home again without doubles."""
