"""How responses leave the machine."""

import gc
import socket
from contextlib import suppress


def send_at_once() -> None:
    """Keeps responses from waiting 40 ms for the phone's word that it has the headers.

    Streamlit makes its listening socket in a way that asyncio does not know as TCP, and leaves
    Nagle's delay on; what is set on the listening socket holds for the connections it accepts.
    """
    for thing in gc.get_objects():
        if type(thing) is socket.socket:
            with suppress(OSError):  # Not one of TCP, or closed.
                if thing.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    thing.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
