"""Searching territories: each is found however it is typed, and nothing typed does harm."""

import random
from collections.abc import Collection

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from diagnostic.territories import (
    Gazetteer,
    MatchReason,
    Territory,
    TerritoryKey,
    TerritoryLevel,
)
from diagnostic.territories.spelling import fold

GAZETTEER = Gazetteer.read()
COMMUNES = GAZETTEER.at(TerritoryLevel.COMMUNE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(
    words: str, levels: Collection[TerritoryLevel] | None = None, limit: int = 20
) -> list[str]:
    """Keys found for the words, in order."""
    matches = GAZETTEER.search(words, levels=levels, limit=limit)
    return [str(match.territory.key) for match in matches]


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


def test_a_code_borne_at_two_levels_gives_both() -> None:
    assert set(found("93")[:2]) == {"departement:93", "region:93"}


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
    assert len(GAZETTEER.commune("75056").districts) == 20


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


def test_a_label_typed_back_finds_its_territory_first() -> None:
    everyone = [t for level in TerritoryLevel for t in GAZETTEER.at(level)]
    for territory in random.Random(4).sample(everyone, 200):
        assert found(GAZETTEER.label(territory))[0] == str(territory.key)


def test_an_overseas_commune_is_found_like_any_other() -> None:
    assert found("noumea") == ["commune:98818"]


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
