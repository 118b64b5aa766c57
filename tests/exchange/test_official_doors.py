"""What cannot be taken is refused whole, in French, saying what it seems to be and what to do."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from diagnostic.exchange.official import LIMITS, FileRefused, Kind, Limits
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, DEPARTMENT, measure, series_of
from tests.exchange.made import (
    COLUMNS_2022,
    NOTICE,
    commune,
    comparator,
    geoclip,
    packed,
    poverty,
    table,
    template,
)

GOOD = template(["departement;56;taux_pauvrete;2022;11,4;Insee"])
ACCENTED = ["Espérance de vie des femmes à la naissance 2024"]


def refusal_of(
    read: Reading, content: bytes | Path, name: str = "fichier.csv", **options: object
) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(content, name, **options)
    assert refusal.value.seems
    assert refusal.value.cure
    return str(refusal.value)


def test_a_file_too_heavy_is_refused_before_it_is_read(read: Reading, tmp_path: Path) -> None:
    heavy = tmp_path / "lourd.csv"
    with heavy.open("wb") as file:
        # Half a gigabyte of holes: it weighs nothing on the disk, and would fill the memory.
        file.truncate(500_000_000)
    message = refusal_of(read, heavy, "lourd.csv")

    assert "500 Mo" in message
    assert f"{LIMITS.file // 1_000_000} Mo" in message


def test_the_limit_of_weight_can_be_set(read: Reading) -> None:
    assert read(GOOD, limits=Limits(file=len(GOOD))).known == 1
    assert "acceptés" in refusal_of(read, GOOD, limits=Limits(file=len(GOOD) - 1))


def test_a_path_is_read_like_its_bytes(read: Reading, tmp_path: Path) -> None:
    path = tmp_path / "ici.csv"
    path.write_bytes(GOOD)

    assert read(path).series == read(GOOD).series
    assert "introuvable" in refusal_of(read, tmp_path / "absent.csv")
    assert "introuvable" in refusal_of(read, tmp_path)
    assert "introuvable" in refusal_of(read, Path("a\0b.csv"))


@pytest.mark.parametrize("content", [b"", b"\n\n\r\n", b" ; ; \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(read: Reading, content: bytes) -> None:
    message = refusal_of(read, content)
    assert "vide" in message


@pytest.mark.parametrize(
    ("start", "seems"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "rar"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"PAR1\x15", "Parquet"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'{"observations": []}', "JSON"),
    ],
)
def test_another_format_is_named(read: Reading, start: bytes, seems: str) -> None:
    assert seems in refusal_of(read, start + b" and more text" * 3)


@pytest.mark.parametrize(
    ("header", "seems"),
    [
        ("codgeo;libgeo;an;p_chom", "Observatoire des territoires"),
        ("GEO;GEO_OBJECT;TIME_PERIOD;OBS_VALUE", "Melodi"),
        ("id;id_ex;siret;date_creat;titre", "associations"),
        ("id_fs,insee_dep,lib_fs", "France services"),
        ("IRIS;COM;P21_POP", "Iris"),
        ("CODGEO;P21_POP;P21_POP0014", "base communale"),
        ("personne;vague;regard;question;etat;valeur", "export de réponses"),
        ("COD_VAR;LIB_VAR;LIB_VAR_LONG", "notice"),
        ("a;b;c", "sorte reconnue"),
        ("un texte sans colonne", "n’est pas un tableau"),
    ],
)
def test_another_table_is_named(read: Reading, header: str, seems: str) -> None:
    assert seems in refusal_of(read, f"{header}\n01;2;3;4;5;6\n".encode())


def test_the_whole_file_of_insee_is_told_from_the_comparateur(read: Reading) -> None:
    wide = [*COLUMNS_2022, *(f"C22_AUTRE{rank}" for rank in range(400))]
    assert "dossier complet" in refusal_of(read, table([commune("56009", 1000)], wide))


def test_the_kind_comes_from_the_content_never_from_the_name(read: Reading) -> None:
    assert read(comparator(), "FILO2021_DISP_PAUVRES_DEP.csv").kind is Kind.COMPARATOR
    assert read(GOOD, "base_cc_comparateur.CSV").kind is Kind.TEMPLATE


def test_a_file_cut_in_a_line_is_refused(read: Reading) -> None:
    content = comparator()
    assert "coupé" in refusal_of(read, content[: content.rindex(b";")])
    # In the last cell nothing tells, but the end of the line is missing.
    understood = read(content[:-3])
    assert any("coupé" in note for note in understood.notes)


def test_a_file_cut_in_a_letter_is_refused(read: Reading) -> None:
    content = geoclip("département", ACCENTED, [("22", "Côtes", "86"), ("01", "é", "1")])
    assert "coupé" in refusal_of(read, content[: content.rindex("é".encode()) + 1])


def test_a_cut_zip_is_refused(read: Reading) -> None:
    content = packed({"base.CSV": comparator(), "meta.CSV": NOTICE})
    for length in (30, len(content) // 2, len(content) - 10):
        assert "Téléchargez" in refusal_of(read, content[:length], "base.zip")


def test_a_zip_with_a_changed_byte_is_refused(read: Reading) -> None:
    content = bytearray(packed({"base.CSV": comparator()}, compression=zipfile.ZIP_STORED))
    content[len(content) // 2] ^= 0xFF
    assert "abîmée" in refusal_of(read, bytes(content), "base.zip")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_usual_encodings_are_read_with_their_accents(read: Reading, encoding: str) -> None:
    text = geoclip("département", ACCENTED, [("22", "Côtes-d'Armor", "86,1")]).decode("utf-8-sig")
    understood = read(text.encode(encoding))

    assert measure(understood, "esperance_vie_femmes", DEPARTMENT, "22").value == 86.1


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "utf-32", "utf-16-le"])
def test_an_encoding_that_would_lose_accents_is_refused(read: Reading, encoding: str) -> None:
    text = geoclip("département", ACCENTED, [("22", "Côtes-d'Armor", "86")]).decode("utf-8-sig")
    message = refusal_of(read, text.encode(encoding))

    assert "encodage" in message or "octets nuls" in message
    assert "UTF-8" in message


def test_accents_read_wrongly_once_are_recognised(read: Reading) -> None:
    text = geoclip("département", ACCENTED, [("22", "Côtes", "86")]).decode("utf-8-sig")
    spoilt = text.encode("utf-8").decode("latin-1")
    assert "abîmés" in refusal_of(read, spoilt.encode("utf-8"))


def test_null_bytes_are_refused(read: Reading) -> None:
    assert "octets nuls" in refusal_of(read, GOOD.replace(b"11,4", b"11\x00,4"))


def test_a_million_columns_are_refused(read: Reading) -> None:
    assert "caractères" in refusal_of(read, b"CODGEO;" * 1_000_000 + b"\n1\n")
    assert "colonnes" in refusal_of(read, b"a;" * 3_000 + b"\n1\n")


def test_an_endless_line_is_refused(read: Reading) -> None:
    assert "caractères" in refusal_of(read, GOOD + b"x" * 1_000_000)


def test_too_many_lines_are_refused(read: Reading) -> None:
    content = template(["departement;56;taux_pauvrete;2022;11,4;Insee"] * 50)
    assert "lignes" in refusal_of(read, content, limits=Limits(rows=49))
    assert read(content, limits=Limits(rows=50)).repeated == 49


def test_an_open_quote_does_not_swallow_the_lines_after_it(read: Reading) -> None:
    lines = comparator().decode().splitlines()
    lines[1] = f'"{lines[1]}'
    understood = read("\r\n".join([*lines, ""]).encode())

    assert understood.refused_count == 1
    assert series_of(understood, "population", COMMUNE).known == 3


def test_a_column_of_the_comparateur_written_twice_is_refused(read: Reading) -> None:
    columns = [*COLUMNS_2022, "P22_POP"]
    assert "P22_POP" in refusal_of(read, table([commune("56009", 1000)], columns))


def test_a_comparateur_without_any_known_commune_is_refused(read: Reading) -> None:
    assert "aucune commune" in refusal_of(read, comparator([commune("ZZZZZ", 1000)]))


def test_the_files_of_macos_are_no_table(read: Reading) -> None:
    content = packed(
        {
            "dossier/base.CSV": comparator(),
            "__MACOSX/dossier/._base.CSV": b"\x00\x05\x16\x07",
            "dossier/.DS_Store": b"\x00\x00\x00\x01Bud1",
            "dossier/Thumbs.db": b"\xd0\xcf\x11\xe0",
        }
    )
    understood = read(content, "base.zip")

    assert understood.kind is Kind.COMPARATOR
    assert "base.CSV" not in {one.name for one in understood.ignored}


def test_a_zip_in_a_zip_is_refused(read: Reading) -> None:
    inner = packed({"base.CSV": comparator()})
    assert "archive dans une autre" in refusal_of(read, packed({"base.zip": inner}), "tout.zip")


def test_a_zip_in_a_zip_beside_the_table_is_left_aside(read: Reading) -> None:
    inner = packed({"autre.csv": GOOD})
    understood = read(packed({"base.CSV": comparator(), "plus.zip": inner}), "tout.zip")

    assert [one.name for one in understood.ignored if "archive" in one.why] == ["plus.zip"]


def test_another_table_beside_the_right_one_is_left_aside(read: Reading) -> None:
    content = packed(
        {"base.CSV": comparator(), "LISEZMOI.txt": "Bonjour", "autre.csv": "a;b\n1;2\n"}
    )
    understood = read(content, "base.zip")

    assert {"LISEZMOI.txt", "autre.csv"} <= {one.name for one in understood.ignored}


def test_two_kinds_in_one_zip_are_refused(read: Reading) -> None:
    message = refusal_of(read, packed({"a.csv": comparator(), "b.csv": GOOD}), "tout.zip")
    assert "plusieurs sortes" in message


def test_a_zip_without_any_table_says_why(read: Reading) -> None:
    message = refusal_of(read, packed({"a.pdf": b"%PDF-1.7", "b.csv": b"a;b\n1;2\n"}), "tout.zip")

    assert "PDF" in message
    assert "Aucun des 2 fichiers" in message


def test_an_empty_zip_is_refused(read: Reading) -> None:
    assert "vide" in refusal_of(read, packed({}), "tout.zip")


def test_the_notice_alone_is_refused(read: Reading) -> None:
    assert "notice" in refusal_of(read, NOTICE.encode(), "base_cc_comparateur.CSV")
    assert "notice" in refusal_of(read, packed({"meta.CSV": NOTICE}), "base.zip")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "content.xml"])
def test_a_workbook_is_refused(read: Reading, name: str) -> None:
    assert "classeur" in refusal_of(read, packed({name: "<x/>", "autre.xml": "<x/>"}), "base.xlsx")


def test_a_zip_bomb_is_refused_by_its_ratio(read: Reading) -> None:
    bomb = packed({"base.CSV": b"0" * 20_000_000})
    assert len(bomb) < 30_000
    assert "gonfle" in refusal_of(read, bomb, "bombe.zip")


def test_a_zip_bomb_is_refused_by_what_it_declares(read: Reading) -> None:
    content = packed({f"{rank}.csv": GOOD + b"\n" * 1000 for rank in range(20)})
    assert "décompressé" in refusal_of(read, content, "bombe.zip", limits=Limits(text=10_000))


def test_a_zip_bomb_is_refused_by_what_it_really_holds(read: Reading) -> None:
    honest = packed({"a.csv": GOOD + b"\n" * 100_000, "b.csv": GOOD + b"\n" * 100_000})
    lying = bytearray(honest)
    size = struct.pack("<I", len(GOOD) + 100_000)
    start = 0
    while (start := lying.find(size, start)) >= 0:
        # Both the local and the central directory claim a table of fifty bytes.
        lying[start : start + 4] = struct.pack("<I", 50)
        start += 4
    limits = Limits(text=150_000)

    assert "décompressé" in refusal_of(read, honest, "bombe.zip", limits=limits)
    assert "abîmée" in refusal_of(read, bytes(lying), "bombe.zip", limits=limits)


def test_a_lone_text_is_bounded_too(read: Reading) -> None:
    assert "plus de" in refusal_of(read, GOOD + b"\n" * 5_000, limits=Limits(text=1_000))


def test_a_zip_of_thousands_of_files_is_refused_before_its_list_is_read(read: Reading) -> None:
    content = packed({f"{rank:05}.csv": b"" for rank in range(5_000)})
    assert "plus de 200 fichiers" in refusal_of(read, content, "tout.zip")


def test_a_zip_that_needs_a_password_is_refused(read: Reading) -> None:
    content = bytearray(packed({"base.CSV": comparator()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "mot de passe" in refusal_of(read, bytes(content), "base.zip")


def test_a_rare_compression_is_refused(read: Reading) -> None:
    content = packed({"base.CSV": comparator()}, compression=zipfile.ZIP_LZMA)
    assert "sorte rare" in refusal_of(read, content, "base.zip")


def test_a_name_cannot_carry_a_path_or_invisible_letters(read: Reading) -> None:
    understood = read(GOOD, "../../etc/\u202epass\x00wd\n.csv")
    assert understood.name == "passwd.csv"
    message = refusal_of(read, b"a;b\n1;2\n", f"C:\\Temp\\{'x' * 500}.csv")
    assert len(message) < 400


def test_trailing_lines_and_empty_columns_of_a_spreadsheet_are_ignored(read: Reading) -> None:
    lines = comparator().decode().splitlines()
    spoilt = "\r\n".join([*(f"{line};;;" for line in lines), ";;;;;;", ""]).encode()
    understood = read(spoilt)

    assert understood.rows == 4
    assert understood.refused_count == 0


def test_old_line_ends_are_read(read: Reading) -> None:
    assert read(GOOD.replace(b"\r\n", b"\r")).known == 1


def test_reading_twice_gives_the_same_and_writes_nothing(read: Reading, tmp_path: Path) -> None:
    path = tmp_path / "base.zip"
    path.write_bytes(packed({"base.CSV": comparator(), "meta.CSV": NOTICE}))
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    assert read(path) == read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_poverty_files_cannot_hide_in_a_stream_that_is_no_zip(read: Reading) -> None:
    content = io.BytesIO(b"PK\x03\x04" + poverty([("01", "1", "2", "3", "0,2", "5", "6")]))
    assert "abîmée" in refusal_of(read, content.getvalue(), "base.zip")
