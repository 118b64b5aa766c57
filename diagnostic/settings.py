"""Where the memory is, and whether this is a demonstration: what an installation decides."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from diagnostic.encryption import NotAKey, check_public_key, is_secret_key

PROJECT = Path(__file__).parents[1]
SECRETS = Path(".streamlit") / "secrets.toml"
TABLE = "diagnostic"
DEFAULT_DATABASE = "data/regards-croises.sqlite"

_FORMS = (
    "Donnez le chemin d’un fichier (data/regards-croises.sqlite), ou une adresse qui commence "
    "par sqlite:/// ou postgresql://."
)
_KEY = (
    "Recopiez la clef publique, qui commence par age1 ; « python -m diagnostic copies-key » en "
    "fait une."
)


class SettingsRefused(Exception):
    """A setting cannot be used; the message, in French, names it and says the cure."""


class _OurTable(TomlConfigSettingsSource):
    """Our table of the secrets file, which other tables may share."""

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        table = super()._read_file(file_path).get(TABLE, {})
        if not isinstance(table, dict):
            raise ValueError(f"{TABLE} is not a table")
        return table


class Settings(BaseSettings):
    """Read from DIAGNOSTIC_* variables, else from .streamlit/secrets.toml, else by default."""

    model_config = SettingsConfigDict(
        env_prefix="DIAGNOSTIC_",
        env_ignore_empty=True,
        # A key misspelt in the file must not silently open another database.
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        toml_file=PROJECT / SECRETS,
        validate_default=True,
    )

    # Not shown: an address may hold a password.
    database: Path | str = Field(default=DEFAULT_DATABASE, repr=False)
    """The SQLite file, or the address of a PostgreSQL database."""
    demo: bool = False
    hosted: bool = False
    """Whether people sign in, through the provider of the [auth] table of the secrets."""
    administrators: Annotated[tuple[str, ...], NoDecode] = ()
    """Who may open territories: subjects, or checked e-mail addresses, of the provider."""
    backups: Path | None = None
    """The folder of the copies; by default « sauvegardes », beside the base."""
    daily_backups: int = Field(default=7, ge=0, le=366)
    """Days of which an automatic copy is kept; 0: no copy is made by itself."""
    weekly_backups: int = Field(default=4, ge=0, le=520)
    """Weeks of which an automatic copy is kept, beyond those days."""
    copies_key: str | None = None
    """The public key that copies are encrypted for; None: they are not."""
    logs: Literal["texte", "json"] = "texte"
    """How the server writes its log; none of the two holds a value that somebody gave."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is too small to be written."""

    @field_validator("database", mode="before")
    @classmethod
    def _locate(cls, value: object) -> Path | str:
        if isinstance(value, Path):
            return value
        if not isinstance(value, str):
            raise ValueError(f"n’est pas un texte. {_FORMS}")
        return locate(value, _folder(cls))

    @field_validator("administrators", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())

    @field_validator("copies_key", mode="before")
    @classmethod
    def _check_key(cls, value: object) -> str | None:
        if value is None:
            return None
        if isinstance(value, str) and is_secret_key(value):
            raise ValueError(f"contient la clef secrète, qui ne doit pas être ici. {_KEY}")
        try:
            return check_public_key(value if isinstance(value, str) else "")
        except NotAKey:
            raise ValueError(f"n’est pas une clef publique entière. {_KEY}") from None

    @field_validator("backups", mode="after")
    @classmethod
    def _place(cls, value: Path | None) -> Path | None:
        try:
            return None if value is None else _folder(cls) / value.expanduser()
        except RuntimeError:
            raise ValueError("nomme un dossier personnel qui n’existe pas.") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables first, then the file."""
        return init_settings, env_settings, _OurTable(settings_cls)


def read_settings(root: Path = PROJECT) -> Settings:
    """The settings of the installation under `root`. Raises SettingsRefused."""

    class Here(Settings):
        """Settings of one folder."""

        model_config = SettingsConfigDict(toml_file=root / SECRETS)

    try:
        return Here()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise SettingsRefused("\n".join(_explain(fault) for fault in faults)) from None
    except ValueError:
        raise SettingsRefused(
            f"Le fichier {SECRETS.as_posix()} n’est pas lisible. Écrivez-y par exemple "
            f'[{TABLE}] puis, à la ligne suivante, database = "{DEFAULT_DATABASE}".'
        ) from None
    except OSError:
        raise SettingsRefused(
            f"Le fichier {SECRETS.as_posix()} ne peut pas être ouvert. "
            "Donnez à l’application le droit de le lire, ou retirez-le."
        ) from None


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the [auth] table of the secrets says of this installation."""

    address: str
    """Where people reach it, without a slash at the end."""
    key: str = field(repr=False)
    """What its cookies and invitations are signed with."""


def read_sign_in(root: Path = PROJECT) -> SignIn:
    """As Streamlit reads it: the person's own secrets, then those of `root`.

    Raises SettingsRefused where people do not sign in.
    """
    said: dict[str, Any] = {}
    for file in (Path.home() / SECRETS, root / SECRETS):
        try:
            said |= tomllib.loads(file.read_text(encoding="utf-8")).get("auth", {})
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            raise SettingsRefused(f"Le fichier {SECRETS.as_posix()} n’est pas lisible.") from None
    address, key = said.get("redirect_uri"), said.get("cookie_secret")
    if not isinstance(address, str) or not isinstance(key, str) or len(key) < 32:
        raise SettingsRefused(
            "Personne ne s’identifie ici : la table [auth] des secrets n’a pas d’adresse de retour "
            "(redirect_uri), ou pas de secret de 32 signes (cookie_secret). Voyez docs/comptes.md."
        )
    return SignIn(address.removesuffix("/oauth2callback"), key)


def locate(database: str, root: Path = PROJECT) -> Path | str:
    """The file or PostgreSQL address that a text names; relative paths start at `root`.

    Raises ValueError, in French, for anything else.
    """
    text = database.strip()
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _file(text, root)
    if scheme == "sqlite":
        return _file(rest.removeprefix("/"), root)
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    raise ValueError(f"ne peut pas commencer par « {scheme}:// ». {_FORMS}")


def _file(name: str, root: Path) -> Path:
    if not name or name.startswith(":memory:"):
        raise ValueError(f"ne nomme aucun fichier : les réponses seraient perdues. {_FORMS}")
    try:
        return root / Path(name).expanduser()
    except RuntimeError:
        raise ValueError(f"nomme un dossier personnel qui n’existe pas. {_FORMS}") from None


def _folder(settings: type[BaseSettings]) -> Path:
    return Path(str(settings.model_config["toml_file"])).parents[1]


def _explain(fault: Any) -> str:
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if fault["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return (
            f"« {name} » n’est pas un réglage de la table [{TABLE}] de {SECRETS.as_posix()}. "
            f"Corrigez son orthographe ou retirez-le ; réglages connus : {known}."
        )
    setting = f"DIAGNOSTIC_{name.upper()} (ou « {name} » dans {SECRETS.as_posix()})"
    if fault["type"] == "value_error":
        return f"Le réglage {setting} {fault['ctx']['error']}"
    if fault["type"].startswith(("int", "greater", "less")):
        return f"Le réglage {setting} doit être un nombre entier, 0 ou plus, et raisonnable."
    if fault["type"].startswith("path"):
        return f"Le réglage {setting} doit être le nom d’un dossier."
    if fault["type"] == "literal_error":
        known = fault["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        return f"Le réglage {setting} doit être l’un de ceux-ci : {known}."
    if name == "administrators":
        return (
            f"Le réglage {setting} doit être une liste de textes : un identifiant ou une adresse "
            "par personne, séparés par des virgules."
        )
    return f"Le réglage {setting} doit valoir true ou false."
