"""What an operator can set: the only reader of the environment and of ``dougong.toml``.

A variable ``DOUGONG_<NAME>`` beats the file, the file beats the default. An unknown key of the file is an error; a
variable we do not know is not, because other programs may share the prefix.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from dougong.errors import Failure, Text

PREFIX = "DOUGONG_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSettings(Failure):
    """The settings do not hold together; the process must not start."""

    code, status, title = "settings", 400, Text("设置有误", "The settings are wrong")


class Settings(BaseModel):
    """One installation. Names in the environment are these in capitals behind ``DOUGONG_``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(default=Path("data"), description="folder of the SQLite file, uploads and the made secret")
    database_url: str = Field(default="", description="sqlite:///path or postgresql://...; empty: a file in `data`")
    secret_key: SecretStr = Field(default=SecretStr(""), description="32 random bytes or more, as text")
    host: str = Field(default="127.0.0.1", description="address to listen on; 0.0.0.0: all of them")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    base_url: str = Field(default="", description="where people reach us; links in messages begin with it")
    allowed_origins: tuple[str, ...] = Field(default=(), description="further origins whose pages may send writes")
    trusted_proxies: tuple[str, ...] = Field(default=("127.0.0.1",), description="whose X-Forwarded-For is believed")

    admin_username: str = Field(
        default="admin", min_length=1, max_length=80, description="name of the first administrator"
    )
    admin_password: SecretStr = Field(
        default=SecretStr(""), description="his password; drawn and printed once if empty"
    )
    session_hours: int = Field(default=24 * 7, ge=1, description="how long somebody stays signed in")
    sign_ins_per_minute: int = Field(default=10, ge=1, description="failed sign-ins for one name or address")
    public_per_minute: int = Field(default=60, ge=1, description="calls of public doors by one address")

    keep_dropped_days: int = Field(default=30, ge=0, description="days that dropped fields and forms are kept")
    statement_seconds: float = Field(
        default=10, gt=0, le=60, description="longest time that one query of somebody who waits may take"
    )
    queries_at_once: int = Field(
        default=16,
        ge=4,
        le=1000,
        description="lists, reports and searches one person may have under way; half of them for over three seconds",
    )
    max_upload_mb: int = Field(default=100, ge=1, description="largest file")
    max_body_mb: int = Field(default=16, ge=1, description="largest request that is no file")
    outbound_allow: tuple[str, ...] = Field(default=(), description="private networks that outgoing calls may reach")

    workers: int = Field(default=4, ge=0, description="jobs at a time in this process; 0: none here")
    locale: str = Field(default="zh-CN", pattern="^(zh-CN|en)$", description="language where nobody chose: zh-CN or en")
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error"
    )
    web: Path | None = Field(default=None, description="built pages; by default those of the package")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            raise ValueError("base_url must begin with http:// or https://")
        return self

    @property
    def url(self) -> str:
        """The database, the default spelled out."""
        return self.database_url or f"sqlite:///{self.data / 'dougong.db'}"

    @property
    def embedded(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def may_make_secret(self) -> bool:
        """Alone on one machine a secret may be made here; several servers must be given the same one."""
        return self.embedded or self.host in LOOPBACK


def load_settings(environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Settings of this process. Raises BadSettings naming each wrong one."""
    given = os.environ if environment is None else environment
    path = file or Path(given.get(f"{PREFIX}CONFIG", "dougong.toml"))
    values: dict[str, object] = {}
    if path.is_file():
        try:
            values.update(tomllib.loads(path.read_text("utf-8")))
        except tomllib.TOMLDecodeError as failure:
            raise BadSettings(Text(f"{path}：{failure}", f"{path}: {failure}")) from failure
    for name, model_field in Settings.model_fields.items():
        text = given.get(PREFIX + name.upper())
        if text is None or text == "":
            continue
        several = isinstance(model_field.default, tuple)
        values[name] = [part.strip() for part in text.split(",") if part.strip()] if several else text
    try:
        return Settings.model_validate(values)
    except ValidationError as failure:
        lines = "; ".join(
            f"{PREFIX}{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg']}"
            for error in failure.errors()
        )
        raise BadSettings(Text(f"设置有误：{lines}", lines)) from failure


def secret_of(settings: Settings) -> bytes:
    """The installation's secret. Made once and kept in the data folder where that is safe, else BadSettings."""
    given = settings.secret_key.get_secret_value()
    if given:
        if len(given) < 16:
            raise BadSettings(
                Text("DOUGONG_SECRET_KEY 太短（至少 16 个字符）", "DOUGONG_SECRET_KEY is shorter than 16")
            )
        return given.encode()
    if not settings.may_make_secret:
        raise BadSettings(
            Text(
                "请设置 DOUGONG_SECRET_KEY：多台服务器必须使用同一密钥",
                "Set DOUGONG_SECRET_KEY: servers that others can reach must be given their secret",
            )
        )
    path = settings.data / "secret"
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_bytes().strip()
