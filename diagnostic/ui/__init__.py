"""Streamlit code shared by the pages. It shows and asks; it computes nothing."""
