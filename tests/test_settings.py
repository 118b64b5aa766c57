"""An installation says where its memory is; a wrong setting is named, with its cure."""

from datetime import datetime
from pathlib import Path

import pytest

from diagnostic.encryption import make_pair
from diagnostic.settings import PROJECT, Settings, SettingsRefused, locate, read_settings


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DIAGNOSTIC_DATABASE", "DIAGNOSTIC_DEMO", "DIAGNOSTIC_COPIES_KEY"):
        monkeypatch.delenv(name, raising=False)


def write_secrets(root: Path, content: str) -> None:
    (root / ".streamlit").mkdir()
    (root / ".streamlit" / "secrets.toml").write_text(content, encoding="utf-8")


def test_without_a_setting_the_base_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings.database == tmp_path / "data" / "regards-croises.sqlite"
    assert settings.demo is False


def test_the_project_is_the_default_folder() -> None:
    assert locate("data/x.sqlite") == PROJECT / "data" / "x.sqlite"
    assert (PROJECT / "diagnostic" / "settings.py").is_file()


def test_the_secrets_file_gives_the_base(tmp_path: Path) -> None:
    write_secrets(tmp_path, '[other]\nkey = 1\n[diagnostic]\ndatabase = "ailleurs/base.sqlite"\n')
    assert read_settings(tmp_path).database == tmp_path / "ailleurs" / "base.sqlite"


def test_a_variable_wins_over_the_secrets_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_secrets(tmp_path, '[diagnostic]\ndatabase = "fichier.sqlite"\ndemo = true\n')
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", "variable.sqlite")
    settings = read_settings(tmp_path)
    assert settings.database == tmp_path / "variable.sqlite"
    assert settings.demo is True


def test_an_empty_variable_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", "")
    monkeypatch.setenv("DIAGNOSTIC_DEMO", "")
    settings = read_settings(tmp_path)
    assert settings.database == tmp_path / "data" / "regards-croises.sqlite"
    assert settings.demo is False


def test_a_secrets_file_without_our_table_counts_for_nothing(tmp_path: Path) -> None:
    write_secrets(tmp_path, '[other]\ndatabase = "x.sqlite"\n')
    assert read_settings(tmp_path).database == tmp_path / "data" / "regards-croises.sqlite"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("base.sqlite", Path("/racine/base.sqlite")),
        ("  data/base.db ", Path("/racine/data/base.db")),
        ("/srv/base.sqlite", Path("/srv/base.sqlite")),
        ("sqlite:///data/base.sqlite", Path("/racine/data/base.sqlite")),
        ("sqlite:////srv/base.sqlite", Path("/srv/base.sqlite")),
        ("postgresql://u:p@h:5432/b", "postgresql+psycopg://u:p@h:5432/b"),
        ("postgres://u:p@h/b", "postgresql+psycopg://u:p@h/b"),
        ("postgresql+psycopg:///b?host=/run", "postgresql+psycopg:///b?host=/run"),
    ],
)
def test_a_base_is_a_file_or_an_address(written: str, meant: Path | str) -> None:
    assert locate(written, Path("/racine")) == meant


def test_a_file_may_be_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/lou")
    assert locate("~/base.sqlite", Path("/racine")) == Path("/home/lou/base.sqlite")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DIAGNOSTIC_DATABASE", "mysql://u:secret-7f3a@h/b", "ne peut pas commencer par « mysql"),
        ("DIAGNOSTIC_DATABASE", "sqlite://", "ne nomme aucun fichier"),
        ("DIAGNOSTIC_DATABASE", "sqlite:///:memory:", "les réponses seraient perdues"),
        ("DIAGNOSTIC_DATABASE", " ", "ne nomme aucun fichier"),
        ("DIAGNOSTIC_DEMO", "secret-7f3a", "true ou false"),
        ("DIAGNOSTIC_LOGS", "secret-7f3a", "texte, json"),
        ("DIAGNOSTIC_LOG_LEVEL", "secret-7f3a", "debug, info, warning, error"),
    ],
)
def test_a_wrong_variable_is_named_with_its_cure_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=said) as refusal:
        read_settings(tmp_path)
    assert name in str(refusal.value)
    assert "secret-7f3a" not in str(refusal.value)


def test_a_wrong_value_in_the_file_names_the_key_and_the_file(tmp_path: Path) -> None:
    write_secrets(tmp_path, "[diagnostic]\ndatabase = 3\n")
    with pytest.raises(SettingsRefused, match=r"« database » dans \.streamlit/secrets\.toml"):
        read_settings(tmp_path)


def test_a_misspelt_key_is_not_silently_another_base(tmp_path: Path) -> None:
    write_secrets(tmp_path, '[diagnostic]\ndatabse = "x.sqlite"\n')
    with pytest.raises(SettingsRefused, match="« databse » n’est pas un réglage") as refusal:
        read_settings(tmp_path)
    assert "database" in str(refusal.value)


def test_all_wrong_settings_are_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", "mysql://h/b")
    monkeypatch.setenv("DIAGNOSTIC_DEMO", "peut-être")
    with pytest.raises(SettingsRefused) as refusal:
        read_settings(tmp_path)
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize(
    "content", ["[diagnostic\n", "diagnostic = 3\n", 'diagnostic = "x.sqlite"\n', "= 3"]
)
def test_a_secrets_file_that_cannot_be_read_shows_what_to_write(
    tmp_path: Path, content: str
) -> None:
    write_secrets(tmp_path, content)
    with pytest.raises(SettingsRefused, match=r"Écrivez-y par exemple \[diagnostic\]"):
        read_settings(tmp_path)


def test_settings_do_not_change_and_do_not_show_a_password() -> None:
    settings = Settings(database="postgresql://u:secret-7f3a@h/b")
    with pytest.raises(ValueError, match="frozen"):
        settings.demo = True  # type: ignore[misc]
    assert "secret-7f3a" not in repr(settings)


def test_copies_have_their_own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings(tmp_path)
    assert (settings.backups, settings.daily_backups, settings.weekly_backups) == (None, 7, 4)
    write_secrets(tmp_path, '[diagnostic]\nbackups = "ailleurs"\ndaily_backups = 0\n')
    settings = read_settings(tmp_path)
    assert (settings.backups, settings.daily_backups) == (tmp_path / "ailleurs", 0)
    monkeypatch.setenv("DIAGNOSTIC_DAILY_BACKUPS", "souvent")
    with pytest.raises(SettingsRefused, match="DAILY_BACKUPS.*nombre entier"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("written", "read"),
    [("", ()), ("ana", ("ana",)), (" ana , b@exemple.fr,, ", ("ana", "b@exemple.fr"))],
)
def test_administrators_are_separated_by_commas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, read: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_ADMINISTRATORS", written)
    assert read_settings(tmp_path).administrators == read


def test_administrators_are_a_list_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    file = tmp_path / ".streamlit" / "secrets.toml"
    file.write_text('[diagnostic]\nhosted = true\nadministrators = ["ana", "bob"]\n')
    found = read_settings(tmp_path)
    assert (found.hosted, found.administrators) == (True, ("ana", "bob"))
    file.write_text("[diagnostic]\nadministrators = 3\n")
    with pytest.raises(SettingsRefused, match="liste de textes"):
        read_settings(tmp_path)


def test_copies_are_not_encrypted_unless_a_key_is_given(tmp_path: Path) -> None:
    assert read_settings(tmp_path).copies_key is None
    public, _ = make_pair(datetime(2026, 11, 22))
    write_secrets(tmp_path, f'[diagnostic]\ncopies_key = " {public} "\n')
    assert read_settings(tmp_path).copies_key == public


def test_a_key_that_would_close_copies_for_ever_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, content = make_pair(datetime(2026, 11, 22))
    secret = content.splitlines()[-1]
    last = "q" if public[-1] != "q" else "p"
    for typed, said in (
        (public[:-1], "n’est pas une clef publique entière"),
        (public[:-1] + last, "n’est pas une clef publique entière"),
        ("ma clef", "n’est pas une clef publique entière"),
        (secret, "contient la clef secrète"),
    ):
        monkeypatch.setenv("DIAGNOSTIC_COPIES_KEY", typed)
        with pytest.raises(SettingsRefused, match=said) as refusal:
            read_settings(tmp_path)
        assert "DIAGNOSTIC_COPIES_KEY" in str(refusal.value)
        assert "copies-key" in str(refusal.value)
        assert secret not in str(refusal.value)
    monkeypatch.delenv("DIAGNOSTIC_COPIES_KEY")
    write_secrets(tmp_path, "[diagnostic]\ncopies_key = 7\n")
    with pytest.raises(SettingsRefused, match="n’est pas une clef publique entière"):
        read_settings(tmp_path)
