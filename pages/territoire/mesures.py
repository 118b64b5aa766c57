"""What the public statistics say of a territory, before any questionnaire."""

from diagnostic.ui import measured

measured.draw()
