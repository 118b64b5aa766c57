"""The wall: full screen, without a menu, read from the back of the room."""

from diagnostic.ui import wall

wall.draw()
