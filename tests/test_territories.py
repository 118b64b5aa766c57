"""Territories: every one is there once, found however it is typed, and told from its homonyms."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from diagnostic.problems import ContentRefused
from diagnostic.territories import (
    EPCI_KINDS,
    FRANCE,
    LEVEL_NAMES,
    Gazetteer,
    MatchReason,
    Perimeter,
    PerimeterKind,
    PerimeterRefused,
    Territory,
    TerritoryKey,
    TerritoryLevel,
    UnknownTerritory,
)
from diagnostic.territories.spelling import fold

GAZETTEER = Gazetteer.read()
COMMUNES = GAZETTEER.at(TerritoryLevel.COMMUNE)
TABLE = Path(__file__).resolve().parents[1] / "references" / "territories.csv"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def key(text: str) -> TerritoryKey:
    return TerritoryKey.parse(text)


def found(words: str, **options: object) -> list[str]:
    """Keys found for the words, in order."""
    return [str(match.territory.key) for match in GAZETTEER.search(words, **options)]  # type: ignore[arg-type]


def misspell(name: str, place: int, slip: str, letter: str) -> str:
    """The name with one letter inserted, missing, replaced or swapped with the next."""
    if slip == "insert":
        return name[:place] + letter + name[place:]
    if slip == "delete":
        return name[:place] + name[place + 1 :]
    if slip == "replace":
        return name[:place] + letter + name[place + 1 :]
    place = min(place, len(name) - 2)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


# The list


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (TerritoryLevel.COUNTRY, 1),
        (TerritoryLevel.REGION, 18),
        (TerritoryLevel.DEPARTMENT, 101),
        (TerritoryLevel.EPCI, 1255),
        (TerritoryLevel.COMMUNE, 34875),
        (TerritoryLevel.COLLECTIVITY, 8),
    ],
)
def test_every_territory_of_a_level_is_there(level: TerritoryLevel, count: int) -> None:
    assert len(GAZETTEER.at(level)) == count


def test_populations_add_up_from_the_communes_to_france() -> None:
    total = sum(commune.population or 0 for commune in COMMUNES)
    assert GAZETTEER.get(FRANCE).population == total == 68_350_798
    for level in (TerritoryLevel.REGION, TerritoryLevel.DEPARTMENT):
        assert sum(place.population or 0 for place in GAZETTEER.at(level)) == total


def test_an_epci_counts_exactly_its_own_communes() -> None:
    for epci in GAZETTEER.at(TerritoryLevel.EPCI):
        members = GAZETTEER.members(epci.key)
        assert {member.epci_code for member in members} == {epci.key.code}
        assert sum(member.population or 0 for member in members) == epci.population


def test_four_islands_belong_to_no_epci() -> None:
    alone = {commune.name for commune in COMMUNES if commune.epci_code is None}
    assert alone == {"Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"}


def test_every_parent_exists() -> None:
    for commune in COMMUNES:
        assert commune.region_code
        assert commune.department_code
    codes = {
        (field, code)
        for commune in COMMUNES
        for field, code in (
            (TerritoryLevel.REGION, commune.region_code),
            (TerritoryLevel.DEPARTMENT, commune.department_code),
            (TerritoryLevel.EPCI, commune.epci_code),
        )
        if code
    }
    assert Counter(level for level, _ in codes) == {
        TerritoryLevel.REGION: 18,
        TerritoryLevel.DEPARTMENT: 101,
        TerritoryLevel.EPCI: 1255,
    }
    assert all(TerritoryKey(level, code) in GAZETTEER for level, code in codes)


def test_parents_go_from_the_nearest_to_france() -> None:
    names = [parent.name for parent in GAZETTEER.parents(key("commune:38185"))]
    assert names == ["Grenoble-Alpes-Métropole", "Isère", "Auvergne-Rhône-Alpes", "France"]
    assert GAZETTEER.parents(FRANCE) == ()


def test_an_epci_over_two_regions_keeps_all_its_communes_and_one_parent() -> None:
    dreux = key("epci:200040681")
    aire = key("epci:200030435")
    assert {c.region_code for c in GAZETTEER.members(aire)} == {"75", "76"}
    assert [p.name for p in GAZETTEER.parents(aire)] == ["Landes", "Nouvelle-Aquitaine", "France"]
    assert {c.department_code for c in GAZETTEER.members(dreux)} == {"26", "84"}


def test_members_of_a_department_are_its_communes_in_code_order() -> None:
    members = GAZETTEER.members(key("departement:75"))
    assert [member.name for member in members] == ["Paris"]
    codes = [member.key.code for member in GAZETTEER.members(key("departement:2A"))]
    assert codes == sorted(codes)
    assert len(codes) == 124


def test_a_commune_is_its_own_only_member() -> None:
    (member,) = GAZETTEER.members(key("commune:01001"))
    assert member.name == "L'Abergement-Clémenciat"


def test_a_code_keeps_its_zero() -> None:
    commune = GAZETTEER.get(key("commune:01001"))
    assert commune.key.code == "01001"
    assert commune.postcodes == ("01400",)


def test_a_population_comes_with_its_year() -> None:
    territories = [t for level in TerritoryLevel for t in GAZETTEER.at(level)]
    assert all((t.population is None) == (t.population_year is None) for t in territories)
    assert GAZETTEER.get(key("commune:38185")).population_year == 2023
    assert GAZETTEER.get(key("departement:976")).population_year == 2017


def test_an_epci_tells_its_legal_form() -> None:
    kinds = {epci.kind for epci in GAZETTEER.at(TerritoryLevel.EPCI)}
    assert kinds == set(EPCI_KINDS)
    assert GAZETTEER.get(key("epci:200046977")).kind == "MET69"


# Overseas collectivities


def test_overseas_collectivities_are_apart() -> None:
    names = {place.key.code for place in GAZETTEER.at(TerritoryLevel.COLLECTIVITY)}
    assert names == {"975", "977", "978", "984", "986", "987", "988", "989"}
    papeete = GAZETTEER.get(key("commune:98735"))
    assert papeete not in COMMUNES
    assert papeete.heading.plural == "collectivités d’outre-mer"
    assert GAZETTEER.get(key("commune:97411")).heading.plural == "communes"
    parents = [parent.name for parent in GAZETTEER.parents(papeete.key)]
    assert parents == ["Polynésie française", "France"]


def test_france_leaves_out_the_communes_of_the_overseas_collectivities() -> None:
    assert len(GAZETTEER.members(FRANCE)) == 34875
    assert len(GAZETTEER.members(key("collectivite:987"))) == 48


def test_an_uninhabited_land_has_no_population_rather_than_zero() -> None:
    clipperton = GAZETTEER.get(key("collectivite:989"))
    assert clipperton.population is None
    assert GAZETTEER.get(key("commune:55039")).population == 0


def test_an_overseas_commune_is_found_and_labelled_by_its_collectivity() -> None:
    match = GAZETTEER.search("noumea")[0]
    assert GAZETTEER.label(match.territory) == "Nouméa (Nouvelle-Calédonie)"


# Keys


def test_a_key_reads_back_from_its_text() -> None:
    ninety_three = TerritoryKey(TerritoryLevel.DEPARTMENT, "93")
    assert str(ninety_three) == "departement:93"
    assert TerritoryKey.parse("departement:93") == ninety_three


@pytest.mark.parametrize("text", ["", "93", "canton:01", "departement:", "departement:9 3", ":93"])
def test_a_malformed_key_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="par exemple departement:93"):
        TerritoryKey.parse(text)


def test_ninety_three_is_a_department_and_a_region() -> None:
    assert GAZETTEER.get(key("departement:93")).name == "Seine-Saint-Denis"
    assert GAZETTEER.get(key("region:93")).name == "Provence-Alpes-Côte d'Azur"
    assert set(found("93")[:2]) == {"departement:93", "region:93"}


def test_an_unknown_key_says_how_to_search() -> None:
    with pytest.raises(UnknownTerritory, match="Cherchez le territoire par son nom"):
        GAZETTEER.get(key("commune:99999"))


def test_a_former_key_says_the_commune_of_today() -> None:
    with pytest.raises(UnknownTerritory, match=r"Valserhône \(Ain\) \(clé commune:01033\)"):
        GAZETTEER.get(key("commune:01126"))


# Labels


@pytest.mark.parametrize(
    ("territory", "label"),
    [
        ("commune:97411", "Saint-Denis (Réunion)"),
        ("commune:93066", "Saint-Denis (Seine-Saint-Denis)"),
        ("commune:75056", "Paris (commune)"),
        ("departement:75", "Paris (département)"),
        ("region:04", "La Réunion (région)"),
        ("commune:65005", "Allier (commune, Hautes-Pyrénées)"),
        ("departement:38", "Isère"),
        ("epci:200000172", "CC Faucigny - Glières (Haute-Savoie)"),
        ("collectivite:977", "Saint-Barthélemy (collectivité d’outre-mer)"),
        ("pays:FR", "France"),
    ],
)
def test_a_label_tells_a_territory_from_its_homonyms(territory: str, label: str) -> None:
    assert GAZETTEER.label(GAZETTEER.get(key(territory))) == label


def test_no_two_territories_share_a_label() -> None:
    labels = Counter(
        GAZETTEER.label(territory) for level in TerritoryLevel for territory in GAZETTEER.at(level)
    )
    assert labels.most_common(1)[0][1] == 1


def test_a_label_typed_back_finds_its_territory_first() -> None:
    everyone = [t for level in TerritoryLevel for t in GAZETTEER.at(level)]
    for territory in random.Random(4).sample(everyone, 200):
        assert found(GAZETTEER.label(territory))[0] == str(territory.key)


def test_every_level_has_its_french_name() -> None:
    assert set(LEVEL_NAMES) == set(TerritoryLevel)
    assert LEVEL_NAMES[TerritoryLevel.EPCI].plural == "intercommunalités"


# Searching


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Grenoble", "commune:38185"),
        ("38185", "commune:38185"),
        ("213801855", "commune:38185"),
        ("200040715", "epci:200040715"),
        ("974", "departement:974"),
        ("2a", "departement:2A"),
        ("2A004", "commune:2A004"),
        ("GRENOBLE", "commune:38185"),
        ("  l’haÿ   les-roses ", "commune:94038"),
        ("l'hay les roses", "commune:94038"),
        ("lhay les roses", "commune:94038"),
        ("saint etienne du rouvray", "commune:76575"),
        ("St-Etienne-du-Rouvray", "commune:76575"),
        ("Ste-Foy-lès-Lyon", "commune:69202"),
        ("Sts-Geosmes", "commune:52449"),
        ("oeuf en ternois", "commune:62633"),
        ("havre", "commune:76351"),
        ("le havre", "commune:76351"),
        ("la grenoble", "commune:38185"),
        ("saintetienne", "commune:42218"),
        ("metropole lyon", "epci:200046977"),
        ("métropole de Dijon", "epci:242100410"),
        ("métropole lyn", "epci:200046977"),
        ("communauté de communes faucigny", "epci:200000172"),
        ("agglo béziers", "epci:243400769"),
        ("région bretagne", "region:53"),
        ("ville de Lyon", "commune:69123"),
        ("Strasb", "commune:67482"),
        ("Grenble", "commune:38185"),
        ("Grenoblee", "commune:38185"),
        ("Grenoblr", "commune:38185"),
        ("Grneoble", "commune:38185"),
        ("grenoobel", "commune:38185"),
        ("Marseile", "commune:13055"),
        ("saint-denis 93", "commune:93066"),
        ("93 saint-denis", "commune:93066"),
        ("saint-denis réunion", "commune:97411"),
        ("saint-denis la réunion", "commune:97411"),
        ("saint-denis réunoin", "commune:97411"),
        ("saint-denis île-de-france", "commune:93066"),
        ("38000 Grenoble", "commune:38185"),
        ("75000 Paris", "commune:75056"),
        ("Grenoble 99", "commune:38185"),
        ("paris 11e", "commune:75056"),
        ("lyon 3ème", "commune:69123"),
        ("france", "pays:FR"),
    ],
)
def test_a_territory_is_found_however_it_is_typed(words: str, first: str) -> None:
    assert found(words)[0] == first


def test_saint_etienne_is_found_without_its_t() -> None:
    assert "commune:42218" in found("Sain-Etienne")[:2]


def test_what_is_being_typed_finds_the_largest_first() -> None:
    names = [match.territory.name for match in GAZETTEER.search("saint-ét")]
    assert names[:3] == ["Saint-Étienne Métropole", "Saint-Étienne", "Saint-Étienne-du-Rouvray"]


def test_st_may_begin_strasbourg() -> None:
    assert "commune:67482" in found("st")


def test_an_epci_over_two_departments_is_found_in_both() -> None:
    assert "epci:200030435" in found("aire sur l'adour landes")
    assert "epci:200030435" in found("aire sur l'adour gers")


def test_an_exact_name_comes_before_a_longer_one_even_if_smaller() -> None:
    assert found("eu")[0] == "commune:76255"
    assert "departement:27" in found("eu")[1:]


def test_homonyms_come_largest_first() -> None:
    communes = [t for t in COMMUNES if t.name == "Saint-Denis"]
    largest = sorted(communes, key=lambda t: -(t.population or 0))
    assert found("saint-denis")[: len(largest)] == [str(t.key) for t in largest]


def test_a_name_borne_at_several_levels_gives_them_all() -> None:
    assert found("paris")[:2] == ["commune:75056", "departement:75"]
    assert set(found("guadeloupe")[:2]) == {"region:01", "departement:971"}


def test_levels_narrow_the_search() -> None:
    assert found("paris", levels=[TerritoryLevel.DEPARTMENT]) == ["departement:75"]
    assert found("paris", levels=[]) == []


def test_a_postcode_finds_all_its_communes_largest_first() -> None:
    matches = GAZETTEER.search("01200", limit=100)
    postcoded = [m for m in matches if m.reason is MatchReason.POSTCODE]
    expected = [t for t in COMMUNES if "01200" in t.postcodes]
    assert {m.territory.key for m in postcoded} == {t.key for t in expected}
    assert postcoded[0].territory.name == "Valserhône"


def test_digits_that_are_a_code_here_and_a_postcode_there_give_both() -> None:
    assert found("38100")[:2] == ["commune:38185", "commune:38100"]


def test_a_code_whose_zero_was_lost_is_still_found() -> None:
    assert "commune:01001" in found("1001")


@pytest.mark.parametrize(
    ("words", "first", "reason", "matched"),
    [
        ("grenoble", "commune:38185", MatchReason.NAME, "Grenoble"),
        ("38185", "commune:38185", MatchReason.CODE, "38185"),
        ("38100", "commune:38185", MatchReason.POSTCODE, "38100"),
        ("culoz", "commune:01138", MatchReason.FORMER_NAME, "Culoz"),
        ("01126", "commune:01033", MatchReason.FORMER_CODE, "01126"),
        ("75111", "commune:75056", MatchReason.DISTRICT, "Paris 11e Arrondissement"),
        ("paris 11", "commune:75056", MatchReason.DISTRICT, "Paris 11e Arrondissement"),
        ("grenble", "commune:38185", MatchReason.APPROXIMATE, "Grenoble"),
    ],
)
def test_a_match_says_why(words: str, first: str, reason: MatchReason, matched: str) -> None:
    match = GAZETTEER.search(words)[0]
    assert (str(match.territory.key), match.reason, match.matched) == (first, reason, matched)


def test_every_former_name_finds_the_commune_of_today() -> None:
    named = [(t, alias) for t in COMMUNES for alias in t.former if alias.name]
    assert len(named) > 2000
    for territory, alias in random.Random(5).sample(named, 100):
        assert str(territory.key) in found(alias.name, limit=200)


def test_a_former_code_finds_the_commune_of_today() -> None:
    coded = [(t, alias) for t in COMMUNES for alias in t.former]
    for territory, alias in random.Random(6).sample(coded, 100):
        assert str(territory.key) in found(alias.code)
        if TerritoryKey(TerritoryLevel.COMMUNE, alias.code) not in GAZETTEER:
            assert GAZETTEER.commune(alias.code) == territory


def test_a_delegated_commune_says_where_it_is_better_than_old_codes_do() -> None:
    assert GAZETTEER.commune("60455").name == "Les Hauts-Talican"
    assert GAZETTEER.commune("55273").name == "Nonsard-Lamarche"


def test_a_district_leads_to_its_commune() -> None:
    assert GAZETTEER.commune("13203").name == "Marseille"
    assert found("75116") == ["commune:75056"]
    assert len(GAZETTEER.get(key("commune:75056")).districts) == 20


@settings(max_examples=120, deadline=None)
@given(
    territory=st.sampled_from([t for t in COMMUNES if len(fold(t.name)) >= 5]),
    place=st.integers(0, 60),
    slip=st.sampled_from(["insert", "delete", "replace", "swap"]),
    letter=st.sampled_from(LETTERS),
)
def test_one_misspelling_never_loses_a_commune(
    territory: Territory, place: int, slip: str, letter: str
) -> None:
    name = fold(territory.name)
    typed = misspell(name, place % len(name), slip, letter)
    # A slip may write « st », which reads as Saint.
    assume(fold(typed) == typed)
    assert str(territory.key) in found(typed, limit=40_000)


def test_nearly_all_misspelled_communes_are_among_the_first_ten() -> None:
    chance = random.Random(7)
    communes = chance.sample([t for t in COMMUNES if len(t.name) >= 5], 400)
    lost = 0
    for commune in communes:
        slip = chance.choice(["insert", "delete", "replace", "swap"])
        typed = misspell(
            commune.name, chance.randrange(len(commune.name)), slip, chance.choice(LETTERS)
        )
        names = {fold(match.territory.name) for match in GAZETTEER.search(typed, limit=10)}
        lost += fold(commune.name) not in names
    assert lost <= 0.03 * len(communes)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.integers(-1, 30))
@example("", 20)
@example("🙂🙂", 20)
@example("x" * 10_000, 20)
@example("saint " * 2_000, 20)
@example("'; DROP TABLE territoires; --", 20)
@example(".*(?P<a>[", 20)
@example("^ $", 20)
@example("\x00\x1b[2J\r\n\t", 20)
@example("\ud800", 20)
@example("0" * 9, 20)
@example("١٢٣٤٥", 20)
def test_whatever_is_typed_gets_an_answer(words: str, limit: int) -> None:
    matches = GAZETTEER.search(words, limit=limit)
    assert len(matches) <= max(limit, 0)
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert len({match.territory.key for match in matches}) == len(matches)


@pytest.mark.parametrize("words", ["", "   ", "🙂", "!?;", "\x00"])
def test_nothing_typed_finds_nothing(words: str) -> None:
    assert GAZETTEER.search(words) == ()


# Perimeters


def communes(*codes: str) -> tuple[TerritoryKey, ...]:
    return tuple(TerritoryKey(TerritoryLevel.COMMUNE, code) for code in codes)


def test_a_perimeter_of_communes_adds_up_its_population() -> None:
    perimeter = Perimeter("Deux villes", PerimeterKind.COMMUNES, communes("38185", "38421"))
    territory = GAZETTEER.as_territory(perimeter, "deux-villes")
    members = [GAZETTEER.get(member) for member in perimeter.members]
    assert territory.population == sum(member.population or 0 for member in members)
    assert territory.population_year == 2023
    assert str(territory.key) == "perimetre:deux-villes"
    assert (territory.department_code, territory.epci_code) == ("38", "200040715")


def test_a_perimeter_over_two_departments_tells_neither() -> None:
    perimeter = Perimeter("Ici et là", PerimeterKind.COMMUNES, communes("38185", "69123"))
    territory = GAZETTEER.as_territory(perimeter, "ici")
    assert (territory.department_code, territory.region_code) == (None, "84")


def test_a_quarter_has_no_population() -> None:
    quarter = Perimeter("La Villeneuve", PerimeterKind.QUARTER, communes("38185"))
    territory = GAZETTEER.as_territory(quarter, "villeneuve")
    assert (territory.population, territory.population_year) == (None, None)


def test_a_perimeter_reads_back_from_its_data() -> None:
    perimeter = Perimeter(" Vallée  verte ", PerimeterKind.COMMUNES, communes("01001", "2A004"))
    assert perimeter.name == "Vallée verte"
    data = perimeter.to_data()
    assert data == {
        "name": "Vallée verte",
        "kind": "communes",
        "members": ["commune:01001", "commune:2A004"],
    }
    assert Perimeter.from_data(data) == perimeter


@pytest.mark.parametrize(
    ("name", "kind", "members", "message"),
    [
        ("", "communes", communes("01001"), "Donnez un nom"),
        ("\x00", "communes", communes("01001"), "Donnez un nom"),
        ("x" * 121, "communes", communes("01001"), "raccourcissez-le à 120"),
        ("Vide", "communes", (), "au moins une commune"),
        ("Double", "communes", communes("01001", "01001"), "deux fois"),
        ("Large", "quartier", communes("01001", "01002"), "dans une seule commune"),
        ("Haut", "communes", (key("departement:01"),), "se compose de communes"),
    ],
)
def test_a_perimeter_without_sense_is_refused(
    name: str, kind: str, members: tuple[TerritoryKey, ...], message: str
) -> None:
    with pytest.raises(PerimeterRefused, match=message):
        Perimeter(name, PerimeterKind(kind), members)


def test_a_perimeter_of_120_characters_is_accepted() -> None:
    assert len(Perimeter("x" * 120, PerimeterKind.COMMUNES, communes("01001")).name) == 120


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "A", "kind": "ailleurs", "members": ["commune:01001"]},
        {"name": "A", "kind": "communes", "members": "commune:01001"},
        {"name": "A", "kind": ["communes"], "members": ["commune:01001"]},
        {"name": "A", "kind": "communes", "members": ["01001"]},
        {"name": 3, "kind": "communes", "members": ["commune:01001"]},
    ],
)
def test_unreadable_perimeter_data_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(PerimeterRefused):
        Perimeter.from_data(data)


def test_a_perimeter_with_an_unknown_commune_is_refused_by_name() -> None:
    perimeter = Perimeter("Ailleurs", PerimeterKind.COMMUNES, communes("01001", "99999"))
    with pytest.raises(PerimeterRefused, match="« Ailleurs » : commune:99999"):
        GAZETTEER.check(perimeter)


# The table


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("niveau;code", "level;code", "Les colonnes"),
        ("\nregion;01;", "\ncanton;01;", "ligne 3.*« canton » est inconnu"),
        ("\nregion;01;Guadeloupe", "\nregion;;Guadeloupe", "pas de code ou de nom"),
        ("\nregion;02;", "\nregion;01;", "deux fois"),
        ("384160;2023", "38 4160;2023", "nombre entier"),
        ("384160;2023", "384160;", "nombre entier"),
        ("\nregion;02;Martinique;", "\nregion;02;", "cellules"),
    ],
)
def test_a_damaged_table_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    lines = TABLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:20]
    copy = tmp_path / "territories.csv"
    copy.write_text("".join(lines).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentRefused, match=message):
        Gazetteer.read(copy)


def test_a_missing_table_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused, match="python tools/build_territories.py"):
        Gazetteer.read(tmp_path / "absent.csv")
