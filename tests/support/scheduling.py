"""Which tests go to the same worker of pytest-xdist: those that share a costly world.

A scheduler of our own, since with pytest 9.2 the one of ``--dist loadgroup`` no longer sees any group
(pytest-xdist issue 1386): each worker would make every world anew.
"""

import re

from xdist.scheduler import LoadScopeScheduling

# folders whose tests share one world, or one on each database where their names say which
SHARING = ("tests/browser/", "tests/contract/", "tests/examples/")


class Sharing(LoadScopeScheduling):
    """Every test by itself, save those of the folders above; the largest groups start first."""

    def _split_scope(self, nodeid: str) -> str:
        folder = next((folder for folder in SHARING if nodeid.startswith(folder)), None)
        if folder is None:
            return nodeid
        dialect = re.search(r"\[(sqlite|postgresql)\b", nodeid)
        return folder + dialect[1] if dialect else folder
