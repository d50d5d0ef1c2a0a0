"""Bytes of text in any usual encoding."""

from __future__ import annotations

import pytest

from kmeans_core.common.errors import UnreadableFile
from kmeans_core.tables.encodings import decode

GERMAN = "name;stadt;größe\nJürgen;München;1,80\nBärbel;Köln;1,65\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        ("prénom;ville\nHélène;Orléans\nFrançois;Besançon\n", "cp1252"),
        ("t °C,preis €\n1,2\n", "cp1252"),
        ("imię;miasto\nŁukasz;Łódź\nMałgorzata;Kraków\nŚwiętosław;Żywiec\n", "cp1250"),
        ("imię;miasto\nŁukasz;Łódź\nMałgorzata;Kraków\nŚwiętosław;Żywiec\n", "iso8859_2"),
        ("név;város\nSzűcs Győző;Székesfehérvár\nTóth Ágnes;Nyíregyháza\n", "cp1250"),
        ("nume;oraş\nIonuţ;Braşov\nCătălin;Bucureşti\n", "cp1250"),
        ("jméno;město\nJiří;Plzeň\nTomáš Černý;České Budějovice\n", "iso8859_2"),
        ("ime;grad\nĐuro;Šibenik\nŽeljko;Čakovec\nKovačić;Našice\n", "cp1250"),
        ("vardas;miestas\nŽydrūnas;Šiauliai\nJūratė;Klaipėda\n", "cp1257"),
        ("vārds;pilsēta\nGuntis Bērziņš;Rēzekne\nŅina;Ķegums\n", "cp1257"),
        ("Bärn;Genève\nZürich;Neuchâtel\n", "cp1252"),
        ("Müller;José\nGonçalves;Søren\nNúñez;Åsa\n", "cp1252"),
        ("isim;şehir\nİbrahim;İstanbul\nAyşe;Eskişehir\n", "cp1254"),
        ("Имя;город;рост\nИван;Москва;180\nОльга;Казань;165\n", "cp1251"),
        ("Имя;город;рост\nИван;Москва;180\nОльга;Казань;165\n", "koi8_r"),
        ("όνομα;πόλη\nΓιώργος;Αθήνα\nΜαρία;Θεσσαλονίκη\n", "cp1253"),
        ("prénom;ville\nHélène;Orléans\nFrançois;Besançon\n", "mac_roman"),
        (GERMAN, "cp850"),
        ("名前,都市\n太郎,東京\n花子,大阪\n", "shift_jis"),
        ("姓名,城市\n张伟,北京\n王芳,上海\n", "gb18030"),
        ("이름,도시\n철수,서울\n영희,부산\n", "euc_kr"),
    ],
)
def test_code_pages_are_told_from_their_letters_with_a_notice(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.data.decode(), decoded.encoding) == (text, encoding)
    assert decoded.notices[0].startswith(f"The text is not UTF-8; it was read in the encoding {encoding}: “")


def test_the_likeliest_readings_are_shown_with_a_word_of_each() -> None:
    decoded = decode("jméno;město\nJiří Dvořák;Plzeň\nŽofie;Kroměříž\n".encode("cp1250"))
    assert decoded.notices == (
        (
            "The text is not UTF-8; it was read in the encoding cp1250: “Kroměříž”. If letters look wrong, "
            "choose another encoding: cp1252 reads “Kromìøíž” and cp850 reads “Kromý°Ý×”."
        ),
    )


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + GERMAN.encode(encoding))
    assert (decoded.data.decode(), decoded.encoding, decoded.bom) == (GERMAN, encoding, bool(mark))
    assert decoded.notices == ()


def test_the_chosen_encoding_is_used() -> None:
    assert decode("ä".encode("cp437"), "cp437").data.decode() == "ä"
    assert decode("ä".encode("utf-8-sig"), "utf-8").bom


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ("klingon", "There is no encoding called klingon. Choose another one."),
        (
            "utf-8",
            "Line 2 cannot be read in the encoding utf-8. Choose another encoding, or save it as UTF-8.",
        ),
        (
            "base64",
            "Line 1 cannot be read in the encoding base64. Choose another encoding, or save it as UTF-8.",
        ),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(chosen: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(b"a,b\n\xff,2\n", chosen)
    assert str(caught.value) == message


def test_the_end_of_file_sign_of_dos_is_no_row() -> None:
    assert decode(b"a\n1\n\x1a").data == b"a\n1\n"


def test_nul_characters_are_kept_and_said() -> None:
    decoded = decode(b"id,x,y\n1,2.5,3\n2,\0,4\n3,5,6\n" * 5)
    assert decoded.notices == (
        "The text holds 5 NUL characters, which show as nothing; they are kept as they are.",
    )


def test_nul_characters_that_fill_the_end_of_a_file_are_no_row_and_said() -> None:
    decoded = decode(b"a,b\n1,2\n" + b"\0" * 500)
    assert decoded.data == b"a,b\n1,2\n"
    assert decoded.notices == ("500 NUL characters that fill the end of the file were left out.",)
    assert decode("a\n1\n".encode("utf-16-le")).data == b"a\n1\n"
