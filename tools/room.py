"""Starts the server so that the phones of a room can join (`make room`), and says what it opens.

Usage, from the project root:  python tools/room.py 8501
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from diagnostic.ui.doorkeeper import ENTRY, LINK, ROOM
from diagnostic.ui.workshop_network import list_addresses

OPTIONS = (
    ("server.address", "0.0.0.0"),
    # The doorkeeper compares where a request comes from with where it goes; Streamlit's own
    # check would ask a site of the internet for this machine's address.
    ("server.enableCORS", "false"),
    ("server.enableXsrfProtection", "false"),
)


def tell(port: str, secret: str, addresses: tuple[str, ...]) -> str:
    """What is opened, to whom, and where, in French."""
    here = f"http://127.0.0.1:{port}"
    if not addresses:
        return (
            f"Regards croisés, sur cet ordinateur : {here}\n"
            "Cet ordinateur n’est sur aucun réseau : ouvrez son Wi-Fi (ou son partage de "
            "connexion), puis recommencez.\n"
        )
    there = f"http://{addresses[0]}:{port}"
    others = "".join(f"\n      ou http://{one}:{port}/j" for one in addresses[1:])
    return (
        "Cet ordinateur écoute maintenant le réseau (Ctrl+C pour arrêter).\n"
        "  Ouvert à tous ceux qui sont sur ce réseau : rejoindre la salle et répondre.\n"
        "  Fermé pour eux : les résultats, la préparation, l’animation, les données.\n"
        "  Sans chiffrement : n’ouvrez pas la salle sur un réseau que vous ne connaissez pas.\n\n"
        f"  Sur cet ordinateur, tout :      {here}\n"
        f"  Les téléphones rejoignent à :   {there}/j{others}\n"
        f"  Animer depuis une tablette :    {there}{ENTRY}{secret}\n"
        "      (ce lien ne s’ouvre qu’une fois, et donne accès à tout : ne le projetez pas)\n"
    )


def main() -> None:
    port = sys.argv[1] if len(sys.argv) > 1 else "8501"
    secret = secrets.token_urlsafe(18)
    addresses = list_addresses()
    sys.stdout.write(tell(port, secret, addresses))
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", port]
    # Streamlit would otherwise ask a site of the internet by what address it is seen.
    named = ("browser.serverAddress", next(iter(addresses), "127.0.0.1"))
    for name, value in (*OPTIONS, named):
        command += [f"--{name}", value]
    os.execve(sys.executable, command, {**os.environ, ROOM: "true", LINK: secret})


if __name__ == "__main__":
    main()
