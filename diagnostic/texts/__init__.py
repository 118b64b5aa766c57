"""How the product speaks: sentences, numbers, dates and lists in French, then in English."""

from diagnostic.texts.voice import Voice, rounded, voice_of

__all__ = ["Voice", "rounded", "voice_of"]
