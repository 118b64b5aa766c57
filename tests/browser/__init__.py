"""What only a real browser shows: the real server, a real Chromium, people's own gestures."""
