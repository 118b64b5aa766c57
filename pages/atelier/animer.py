"""The facilitator's screen, on a second window or a tablet."""

from diagnostic.ui import facilitator

facilitator.draw()
