"""Where the memory is, and whether this is a demonstration: what an installation decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PROJECT = Path(__file__).parents[1]
SECRETS = Path(".streamlit") / "secrets.toml"
TABLE = "diagnostic"
DEFAULT_DATABASE = "data/regards-croises.sqlite"

_FORMS = (
    "Donnez le chemin d’un fichier (data/regards-croises.sqlite), ou une adresse qui commence "
    "par sqlite:/// ou postgresql://."
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

    @field_validator("database", mode="before")
    @classmethod
    def _locate(cls, value: object) -> Path | str:
        if isinstance(value, Path):
            return value
        if not isinstance(value, str):
            raise ValueError(f"n’est pas un texte. {_FORMS}")
        return locate(value, _folder(cls))

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
    return root / Path(name).expanduser()


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
    return f"Le réglage {setting} doit valoir true ou false."
