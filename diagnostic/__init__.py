"""« Regards croisés », without its screens."""
