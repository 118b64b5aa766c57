"""A process that answers without end, and tells each acknowledgement: made to be killed."""

import sys

from diagnostic.storage import Store
from tests.builders import given


def write(address: str, token: str) -> None:
    """One line « question revision value » after each answer that was kept."""
    store = Store.open(address)
    submission, _, _ = store.resume(token)
    n = sum(receipt.revision for receipt in store.receipts(submission).values())
    while True:
        n += 1
        (receipt,) = store.save(submission, [given(f"Q{n % 7}", n)])
        print(receipt.question_id, receipt.revision, n, flush=True)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
