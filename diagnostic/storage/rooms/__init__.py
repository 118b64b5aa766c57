"""What the three screens of a workshop ask of the memory."""
