"""How the product speaks: sentences, numbers, dates and lists in French, then in English."""

from diagnostic.texts.voice import Refusal, Sentence, Voice, rounded, voice_of

__all__ = ["Refusal", "Sentence", "Voice", "rounded", "voice_of"]
