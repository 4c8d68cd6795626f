"""Settings from the environment, the file and the defaults."""

from pathlib import Path

import pytest

from dougong.settings import BadSettings, load_settings, secret_of


def test_the_environment_beats_the_file_and_the_file_beats_the_default(tmp_path: Path) -> None:
    file = tmp_path / "dougong.toml"
    file.write_text('port = 9000\nkeep_dropped_days = 7\nallowed_origins = ["https://a.example"]\n')
    settings = load_settings({"DOUGONG_PORT": "9001"}, file)
    assert (settings.port, settings.keep_dropped_days, settings.host) == (9001, 7, "127.0.0.1")
    assert settings.allowed_origins == ("https://a.example",)


def test_lists_are_written_with_commas_in_the_environment() -> None:
    settings = load_settings({"DOUGONG_OUTBOUND_ALLOW": "10.0.0.0/8, 192.168.1.5"}, Path("absent"))
    assert settings.outbound_allow == ("10.0.0.0/8", "192.168.1.5")


def test_every_wrong_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dougong.toml"
    file.write_text("colour = 1\n")
    with pytest.raises(BadSettings) as refused:
        load_settings({"DOUGONG_PORT": "eighty", "DOUGONG_BASE_URL": "ftp://x"}, file)
    assert "DOUGONG_PORT" in str(refused.value)
    assert "DOUGONG_COLOUR" in str(refused.value)


def test_without_a_database_the_file_lies_in_the_data_folder() -> None:
    assert load_settings({"DOUGONG_DATA": "/srv/d"}, Path("absent")).url == "sqlite:////srv/d/dougong.db"


def test_a_secret_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    settings = load_settings({"DOUGONG_DATA": str(tmp_path / "d")}, Path("absent"))
    first = secret_of(settings)
    assert len(first) >= 32
    assert secret_of(settings) == first
    assert (tmp_path / "d" / "secret").stat().st_mode & 0o777 == 0o600


def test_a_server_that_others_reach_must_be_given_its_secret(tmp_path: Path) -> None:
    open_to_all = {
        "DOUGONG_DATA": str(tmp_path),
        "DOUGONG_DATABASE_URL": "postgresql://db/x",
        "DOUGONG_HOST": "0.0.0.0",
    }
    with pytest.raises(BadSettings, match="DOUGONG_SECRET_KEY"):
        secret_of(load_settings(open_to_all, Path("absent")))
    with pytest.raises(BadSettings, match="shorter"):
        secret_of(load_settings(open_to_all | {"DOUGONG_SECRET_KEY": "short"}, Path("absent")))


def test_a_secret_does_not_show_when_settings_are_printed() -> None:
    settings = load_settings({"DOUGONG_SECRET_KEY": "very secret indeed", "DOUGONG_ADMIN_PASSWORD": "hush"}, Path("x"))
    assert "very secret" not in repr(settings)
    assert "hush" not in repr(settings)
