"""Settings come from the environment or one file; what can't be used is refused with words on what to do."""

from pathlib import Path

import pytest

from forms_app.settings import SETTINGS, SettingError, load_settings


def file_of(tmp_path: Path, text: str) -> dict[str, str]:
    """An environment that names a file of settings and a home."""
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return {"CARER_OUTCOMES_CONFIG": str(path), "CARER_OUTCOMES_HOME": str(tmp_path / "home")}


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(tmp_path: Path) -> None:
    environment = file_of(tmp_path, 'SERVICE_NAME = "From the file"\nCOUNCIL_NAME = "From the file"\nMADE_UP = "yes"\n')
    environment["CARER_OUTCOMES_SERVICE_NAME"] = environment["CARER_OUTCOMES_COUNCIL_NAME"] = "From the environment"
    found = load_settings(environment, {"COUNCIL_NAME": "Given"})
    assert (found["MADE_UP"], found["SERVICE_NAME"], found["COUNCIL_NAME"]) == (True, "From the environment", "Given")


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("TODAY", "tomorrow", "a date such as 2026-04-01"),
        ("MADE_UP", "perhaps", "yes or no"),
        ("EXIT_ADDRESS", "javascript:1", "an address that begins with https://"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_what_may_stand_there(
    tmp_path: Path, name: str, value: str, takes: str
) -> None:
    with pytest.raises(SettingError, match=rf"^CARER_OUTCOMES_{name} is '{value}': it takes {takes}\. What it does: "):
        load_settings({f"CARER_OUTCOMES_{name}": value, "CARER_OUTCOMES_HOME": str(tmp_path)})


def test_a_name_that_is_no_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"has settings that are not known: SERVICE$"):
        load_settings(file_of(tmp_path, 'SERVICE = "Carers"\n'))


@pytest.mark.parametrize("text", ["SERVICE_NAME = ", None])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str | None) -> None:
    environment = file_of(tmp_path, text or "")
    if text is None:
        (tmp_path / "settings.toml").unlink()
    with pytest.raises(SettingError, match=r"settings\.toml, which can't be read"):
        load_settings(environment)


def test_secrets_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    environment = {"CARER_OUTCOMES_HOME": str(tmp_path)}
    first, second = load_settings(environment), load_settings(environment)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["ENCRYPTION_KEYS"] == second["ENCRYPTION_KEYS"]
    assert (tmp_path / "secrets.toml").stat().st_mode & 0o077 == 0


def test_every_setting_has_a_value_where_secrets_are_made_and_kept(tmp_path: Path) -> None:
    found = load_settings({"CARER_OUTCOMES_HOME": str(tmp_path / "home")})
    assert set(SETTINGS) <= set(found)
    assert found["SMTP_USER"] is None
    assert found["SECRET_KEY"]


def test_a_secret_that_is_set_is_not_replaced_by_the_one_kept(tmp_path: Path) -> None:
    found = load_settings({"CARER_OUTCOMES_HOME": str(tmp_path / "home"), "CARER_OUTCOMES_SECRET_KEY": "ours"})
    assert found["SECRET_KEY"] == "ours"
    assert found["PASSWORD_SALT"]
