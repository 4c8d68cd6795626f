"""What an app may talk to outside: named connections whose secrets are kept encrypted and never read back."""

from dougong.platform.connections.store import Connection, NoConnection, find, listing, put, remove
from dougong.platform.connections.vault import Sealed, Vault

__all__ = ["Connection", "NoConnection", "Sealed", "Vault", "find", "listing", "put", "remove"]
