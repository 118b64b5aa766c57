"""Who may ask what of the memory, and the history of what they changed."""
