"""What is typed in a terminal: thin commands, over the rooms that the screens use."""
