"""Every cookie that any page sets: each one is needed for what the person asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie, in the words of the register."""

    name: str
    pages: str
    """« telephone », « acces » (a room's organiser), « ecrans » or « comptes » (Streamlit)."""
    purpose: str
    days: float
    """For which the browser keeps it; 0 until it is closed."""


COOKIES = (
    Cookie(
        "passage",
        "telephone",
        "retrouver ses propres réponses en revenant sur la page ; elle contient le lien personnel",
        120,
    ),
    Cookie("langue", "telephone", "garder la langue que la personne a choisie", 365),
    Cookie(
        "regards_acces",
        "acces",
        "reconnaître la personne qui organise l’atelier, sur un autre appareil que le sien",
        0.5,
    ),
    Cookie(
        "_streamlit_xsrf",
        "ecrans",
        "prouver qu’un envoi vient de nos pages, et non d’un autre site",
        0,
    ),
    Cookie(
        "_streamlit_user",
        "comptes",
        "garder ouverte la session d’une personne qui a un compte (installation hébergée)",
        30,
    ),
    Cookie(
        "_streamlit_user_tokens",
        "comptes",
        "la même session, telle que le fournisseur d’identité l’a donnée",
        30,
    ),
    Cookie(
        "regards_invitation",
        "comptes",
        "retrouver, après la connexion, l’invitation par laquelle la personne est venue",
        1 / 24,
    ),
    Cookie("_streamlit_session", "comptes", "mener la connexion à son terme", 14),
)
