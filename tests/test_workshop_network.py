"""The address in the square is one of this machine, or the one that was typed."""

import socket
from collections import namedtuple

import psutil
import pytest

from diagnostic.ui import workshop_network
from diagnostic.ui.workshop_network import AddressRefused, choose, list_addresses, origin

Address = namedtuple("Address", "family address")
State = namedtuple("State", "isup")


def on(interfaces: dict[str, list[str]], down: str = "") -> dict[str, dict[str, object]]:
    return {
        "net_if_addrs": {
            name: [Address(socket.AF_INET, one) for one in addresses]
            + [Address(socket.AF_INET6, "fe80::1")]
            for name, addresses in interfaces.items()
        },
        "net_if_stats": {name: State(name != down) for name in interfaces},
    }


def test_the_likeliest_address_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    known = on(
        {
            "lo": ["127.0.0.1"],
            "docker0": ["172.17.0.1"],
            "eth9": ["10.9.9.9"],
            "eth0": ["81.2.69.160"],
            "wlan0": ["192.168.1.12", "169.254.3.4"],
        },
        down="eth9",
    )
    for name, found in known.items():
        monkeypatch.setattr(psutil, name, lambda found=found: found)
    assert list_addresses() == ("192.168.1.12", "81.2.69.160", "172.17.0.1")


@pytest.fixture(autouse=True)
def _chosen() -> object:
    workshop_network._choice.clear()
    yield
    workshop_network._choice.clear()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.168.1.12:8501", "http://192.168.1.12:8501"),
        (" https://regards.example/ ", "https://regards.example"),
        ("http://[fd00::1]:8501", "http://[fd00::1]:8501"),
    ],
)
def test_an_address_is_taken_as_it_is_typed(typed: str, kept: str) -> None:
    assert choose(typed) == origin() == kept
    assert workshop_network.join_address("K7M2PX") == f"{kept}/j/K7M2PX"


@pytest.mark.parametrize(
    "typed",
    [
        "pas une adresse",
        "ftp://192.168.1.12",
        "http://moi@192.168.1.12",
        "http://192.168.1.12/j",
        "http://192.168.1.12?x=1",
        "javascript://x",
        "http://[::1",
        "a" * 300,
    ],
)
def test_what_is_no_address_is_refused_and_the_former_stays(typed: str) -> None:
    choose("192.168.1.12:8501")
    with pytest.raises(AddressRefused):
        choose(typed)
    assert origin() == "http://192.168.1.12:8501"
