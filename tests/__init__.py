"""One sentence per test; rooms mirror those of `diagnostic`."""
