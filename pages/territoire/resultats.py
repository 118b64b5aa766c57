"""What the regards say: first what they disagree about, then the rest."""

from diagnostic.ui import frame, results

frame.need_diagnostic()
results.draw()
