"""What released figures mean, in sentences."""
