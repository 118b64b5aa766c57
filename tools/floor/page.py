"""The barest wall: how many people have answered, asked again at each beat."""

import os
import sqlite3
from contextlib import closing

import streamlit as st

COUNT = "SELECT count(DISTINCT person) FROM said WHERE room = ?"


@st.fragment(run_every=float(os.environ["FLOOR_BEAT"]))
def _beat(room: str) -> None:
    with closing(sqlite3.connect(os.environ["FLOOR_DATABASE"])) as memory:
        (people,) = memory.execute(COUNT, (room,)).fetchone()
    st.html(f'<div class="grand">{people}</div>')


_beat(st.query_params.get("a", ""))
