"""What people wrote, as rows that name nobody: apart from their answers, and never by default."""

from collections.abc import Iterable

import pandas as pd

COLUMNS = ("nature", "question", "intitule", "regard", "texte_libre", "texte")
FreeText = tuple[str, str, str, str, str]
"""Nature (« commentaire », « reponse », « idee »), question or step, its wording, regard, text."""


def free_texts_table(texts: Iterable[FreeText]) -> pd.DataFrame:
    """One row per text, in the order of the words: it tells nothing of who wrote two of them."""
    rows = [(*text[:4], "oui", text[4]) for text in sorted(texts)]
    return pd.DataFrame(rows, columns=list(COLUMNS))
