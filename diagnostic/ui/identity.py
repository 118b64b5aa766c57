"""Who is in front of this screen: the person at the machine, one who signed in, or anybody."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from diagnostic.rights import ANYBODY, MACHINE, OWNER_LINK, Actor
from diagnostic.rights.invitations import SHORTEST_KEY
from diagnostic.settings import Settings, SettingsRefused, read_settings
from diagnostic.ui.doorkeeper import COOKIE, the_door

LONGEST_SIGN_IN = 12 * 60 * 60
"""Seconds after which one signs in again, whatever the provider's own duration."""
_CLOCKS_APART = 5 * 60


@dataclass(frozen=True, slots=True)
class Hosting:
    """Whether people sign in here, and who may open territories."""

    is_hosted: bool
    administrators: frozenset[str] = frozenset()


@st.cache_resource(show_spinner=False)
def hosting() -> Hosting:
    """As the settings said when this server started. Raises SettingsRefused."""
    settings = read_settings()
    return Hosting(settings.hosted, frozenset(settings.administrators))


def actor() -> Actor:
    """Whoever this run is drawn for."""
    if hosting().is_hosted:
        return actor_of(st.user.to_dict())
    door = the_door()
    if door is not None and door.knows(cookie(COOKIE)):
        return OWNER_LINK
    return MACHINE


def cookie(name: str) -> str:
    """What the browser of this run holds under a name; empty where it holds nothing."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else ""


def actor_of(claims: Mapping[str, Any]) -> Actor:
    """Whom the provider vouches for in these claims; anybody where it vouches for nobody."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if claims.get("is_logged_in") is not True or not issuer or not subject:
        return ANYBODY
    since = claims.get("iat")
    age = time.time() - since if isinstance(since, int | float) else 0.0
    if not -_CLOCKS_APART <= age <= LONGEST_SIGN_IN:
        return ANYBODY
    known = {str(subject)}
    # An address that its provider has not checked is what anybody may type.
    if claims.get("email_verified") is True and claims.get("email"):
        known.add(str(claims["email"]))
    return Actor.signed_in(
        str(issuer),
        str(subject),
        str(claims.get("name") or claims.get("preferred_username") or ""),
        administrator=not known.isdisjoint(hosting().administrators),
    )


def invitation_key() -> str:
    """What invitations are signed with: the secret of the cookies, which only the server has."""
    return str(st.secrets["auth"]["cookie_secret"])


def find_gaps() -> tuple[str, ...]:
    """What is missing of the settings for people to sign in, in French; () where all is there."""
    if not hosting().is_hosted:
        return ()
    auth = st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}
    wanted = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    missing = [name for name in wanted if not auth.get(name)]
    gaps = [f"« {name} » manque dans la table [auth] des secrets." for name in missing]
    if "cookie_secret" not in missing and len(str(auth["cookie_secret"])) < SHORTEST_KEY:
        gaps.append(f"« cookie_secret » a moins de {SHORTEST_KEY} signes : tirez-le au hasard.")
    if not hosting().administrators:
        gaps.append("« administrators » est vide : personne ne pourrait ouvrir de territoire.")
    return tuple(gaps)


def read_checked() -> Settings:
    """The settings of a server where people can sign in, if they must. Raises SettingsRefused."""
    settings = read_settings()
    gaps = find_gaps()
    if gaps:
        said = "\n".join(f"  - {gap}" for gap in gaps)
        raise SettingsRefused(
            f"L’application est hébergée (hosted), et il manque des réglages :\n{said}\n"
            "Voyez docs/comptes.md."
        )
    return settings
