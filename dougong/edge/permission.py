"""What a route asks of its caller. Every route names one; what a row or a field needs is decided further in."""

from dataclasses import dataclass

from dougong.errors import Forbidden, Text, Unauthenticated
from dougong.platform.access.principal import Principal


@dataclass(frozen=True)
class Permission:
    """``scope`` is what an API key must carry for it; ``read`` and ``write`` are told apart by the call itself."""

    name: str
    signed_in: bool = True
    admin: bool = False
    builder: bool = False
    scope: str | None = None
    # whether calls without a person are counted against their address
    counted: bool = True

    def check(self, principal: Principal | None) -> None:
        """Raises Unauthenticated and Forbidden."""
        if not self.signed_in:
            return
        if principal is None:
            raise Unauthenticated
        if self.admin and not principal.admin:
            raise Forbidden(Text("只有管理员可以这样做", "Only administrators may do this"))
        if self.builder and not principal.builder:
            raise Forbidden(Text("只有应用搭建者可以这样做", "Only builders may do this"))

    def check_scopes(self, scopes: frozenset[str] | None, *, writes: bool, app: str | None) -> None:
        """Whether an API key (``scopes`` not None) reaches this far. Raises Forbidden."""
        if scopes is None or not self.signed_in:
            return
        apps = {scope.removeprefix("app:") for scope in scopes if scope.startswith("app:")}
        needed = self.scope or ("write" if writes else "read")
        granted = needed in scopes or (needed == "read" and "write" in scopes)
        if not granted or (apps and app not in apps):
            raise Forbidden(
                Text(f"该 API 密钥没有“{needed}”权限", f"This API key does not carry {needed!r} here"), scope=needed
            )


PUBLIC = Permission("public", signed_in=False)
SIGNED_IN = Permission("signed_in")
ADMIN = Permission("admin", admin=True, scope="admin")
BUILDER = Permission("builder", builder=True, scope="build")
