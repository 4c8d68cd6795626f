"""Encrypting what must be stored and never shown: Fernet with a key drawn from the installation's secret."""

import base64
from collections.abc import Mapping

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dougong.errors import Failure, Text


class Sealed(Failure):
    """Written under another secret: it has to be entered again."""

    code, status, title = (
        "sealed",
        409,
        Text("密钥已更换，请重新填写连接的机密信息", "The secret changed; enter the connection's secrets again"),
    )


class Vault:
    """Seals and opens small mappings of text."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dougong connections").derive(secret)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, values: Mapping[str, str]) -> bytes:
        return self._fernet.encrypt(orjson.dumps(dict(values)))

    def open(self, sealed: bytes | None) -> dict[str, str]:
        """Raises Sealed when it was written under another secret."""
        if sealed is None:
            return {}
        try:
            found: dict[str, str] = orjson.loads(self._fernet.decrypt(bytes(sealed)))
        except InvalidToken as failure:
            raise Sealed from failure
        return found
