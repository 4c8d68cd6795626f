"""Passwords: Argon2id, slow on purpose, so only a few are worked on at a time."""

import threading

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from dougong.engines.finding import Finding, Invalid, message

SHORTEST = 8
LONGEST = 200

TOO_SHORT = message(
    "password_too_short", "密码至少需要 {shortest} 个字符", "A password needs at least {shortest} characters"
)
TOO_LONG = message("password_too_long", "密码不能超过 {longest} 个字符", "A password has at most {longest} characters")
COMMON = message("password_common", "这个密码太常见，请换一个", "This password is too common, choose another one")

_COMMON = frozenset(
    {"password", "12345678", "123456789", "1234567890", "11111111", "88888888", "qwertyui", "iloveyou", "password1"}
)


class Passwords:
    """Hashes and checks. ``at_once`` bounds the memory and the processors that sign-ins can take."""

    def __init__(self, *, memory_kib: int = 19_456, rounds: int = 2, at_once: int = 2) -> None:
        # OWASP's least for Argon2id: 19 MiB, two rounds, one lane
        self._hasher = PasswordHash((Argon2Hasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1),))
        self._gate = threading.BoundedSemaphore(at_once)
        # unknown names are checked against this one, so that they take as long as known ones
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        with self._gate:
            return self._hasher.hash(password)

    def verify(self, password: str, stored: str | None) -> bool:
        with self._gate:
            try:
                matches = self._hasher.verify(password, stored or self._nobody)
            except UnknownHashError:
                return False
            return matches and stored is not None


def check_password(password: str, pointer: str) -> None:
    """Refuse what is too short, too long or on everybody's list. Raises Invalid."""
    findings: list[Finding] = []
    if len(password) < SHORTEST:
        findings.append(TOO_SHORT.at(pointer, shortest=SHORTEST))
    if len(password) > LONGEST:
        findings.append(TOO_LONG.at(pointer, longest=LONGEST))
    if password.lower() in _COMMON:
        findings.append(COMMON.at(pointer))
    if findings:
        raise Invalid(findings)
