"""Where phones find this machine: its own addresses on the networks it is on."""

import os
import re
import socket
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]  # Its stubs are another package.
import streamlit as st

from diagnostic.texts.voice import Refusal
from diagnostic.ui.doorkeeper import ROOM

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_INNER = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "utun", "tailscale")
"""Interfaces on which no phone of the room is."""
LONGEST = 200
_ORIGIN = re.compile(r"https?://([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")


class AddressRefused(Refusal, ValueError):
    """What was typed is no address of a machine."""


@dataclass(slots=True)
class _Choice:
    """The address that the join screen shows; for all screens of this server."""

    origin: str = ""


@st.cache_resource(show_spinner=False)
def _choice() -> _Choice:
    return _Choice()


def is_open() -> bool:
    """Whether phones of the network can reach this server."""
    return os.environ.get(ROOM, "").lower() in ("true", "1")


def list_addresses() -> tuple[str, ...]:
    """This machine's addresses, those where a phone most probably is first."""
    stats = psutil.net_if_stats()
    found: list[tuple[bool, bool, str]] = []
    for name, addresses in psutil.net_if_addrs().items():
        if name in stats and not stats[name].isup:
            continue
        for one in addresses:
            if one.family is not socket.AF_INET:
                continue
            try:
                address = IPv4Address(one.address)
            except AddressValueError:
                continue
            if address.is_loopback or address.is_link_local:
                continue
            found.append((name.startswith(_INNER), not address.is_private, one.address))
    return tuple(dict.fromkeys(address for _, _, address in sorted(found)))


def origins() -> tuple[str, ...]:
    """The addresses at which phones may find the room, the likeliest first; one at the least."""
    seen = urlsplit(str(st.context.url or "http://127.0.0.1:8501"))
    here = f"{seen.scheme}://{seen.netloc}"
    if seen.hostname not in LOOPBACK:
        return (here, *(one for one in _own(seen.port) if one != here))
    return (*_own(seen.port), here) if is_open() else (here,)


def _own(port: int | None) -> tuple[str, ...]:
    return tuple(f"http://{one}:{port}" if port else f"http://{one}" for one in list_addresses())


def origin() -> str:
    """The one that the join screen shows: chosen, or the likeliest."""
    return _choice().origin or origins()[0]


def choose(typed: str) -> str:
    """Shows another address on the join screen; an empty one leaves the choice to the machine.

    Raises AddressRefused.
    """
    typed = typed.strip().rstrip("/")
    if typed:
        typed = typed if "://" in typed else f"http://{typed}"
        if not _is_origin(typed):
            raise AddressRefused(
                "Écrivez l’adresse de cet ordinateur, par exemple http://192.168.1.12:8501."
            )
    _choice().origin = typed
    return typed


def _is_origin(typed: str) -> bool:
    return len(typed) <= LONGEST and _ORIGIN.fullmatch(typed) is not None


def join_address(code: str) -> str:
    """What the QR holds."""
    return f"{origin()}/j/{code}"


def short_address() -> str:
    """What one types on a phone."""
    return f"{urlsplit(origin()).netloc}/j"


def is_local() -> bool:
    """Whether the address shown leads to this very machine, for itself alone."""
    return urlsplit(origin()).hostname in LOOPBACK
