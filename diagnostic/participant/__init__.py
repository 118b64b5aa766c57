"""The phone page: plain pages that work without JavaScript and are better with it."""

from diagnostic.participant.guarding import hide_tokens
from diagnostic.participant.site import Phones, Site
from diagnostic.participant.sockets import LEVEL, SMALLEST, Compressed, send_at_once

__all__ = ["LEVEL", "SMALLEST", "Compressed", "Phones", "Site", "hide_tokens", "send_at_once"]
