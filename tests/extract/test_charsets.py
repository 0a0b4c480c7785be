"""Charsets: each common one, declared, declared late, in XML, in the header, not at all, wrongly; text encoded twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import SourceError
from narrator.extract import article
from narrator.extract.charsets import decoded, encoding, unescaped
from narrator.model import DoubtKind, Page
from narrator.settings import Settings
from tests.extract import articles

LEGACY = [
    ("en", "cp1252", "iso-8859-1"),
    ("en", "mac-roman", "macintosh"),
    ("de", "cp1252", "latin1"),
    ("de", "iso-8859-15", "iso-8859-15"),
    ("de", "cp850", "cp850"),
    ("fr", "cp1252", "ISO_8859-1"),
    ("es", "cp1252", "windows-1252"),
    ("pt", "cp1252", "x-cp1252"),
    ("it", "cp1252", "ascii"),
    ("nl", "cp1252", "us-ascii"),
    ("sv", "cp1252", "l1"),
    ("pl", "iso-8859-2", "iso-8859-2"),
    ("pl", "cp1250", "windows-1250"),
    ("cs", "iso-8859-2", "latin2"),
    ("cs", "cp1250", "x-cp1250"),
    ("hu", "cp1250", "windows-1250"),
    ("tr", "cp1254", "iso-8859-9"),
    ("lt", "cp1257", "windows-1257"),
    ("ru", "cp1251", "windows-1251"),
    ("ru", "koi8-r", "koi8-r"),
    ("ru", "iso-8859-5", "iso-8859-5"),
    ("ru", "cp866", "ibm866"),
    ("ru", "mac-cyrillic", "x-mac-cyrillic"),
    ("uk", "cp1251", "cp1251"),
    ("uk", "koi8-u", "koi8-u"),
    ("bg", "cp1251", "windows-1251"),
    ("el", "cp1253", "windows-1253"),
    ("el", "iso-8859-7", "greek"),
    ("he", "cp1255", "windows-1255"),
    ("he", "iso-8859-8", "iso-8859-8-i"),
    ("ar", "cp1256", "windows-1256"),
    ("ar", "iso-8859-6", "iso-8859-6"),
    ("th", "cp874", "tis-620"),
    ("ja", "cp932", "Shift_JIS"),
    ("ja", "euc-jp", "euc-jp"),
    ("ja", "iso-2022-jp", "iso-2022-jp"),
    ("zh", "gbk", "gb2312"),
    ("zh", "gb18030", "gb18030"),
    ("zh-Hant", "big5", "big5"),
    ("ko", "cp949", "ks_c_5601-1987"),
    ("ko", "euc-kr", "euc-kr"),
]
"""Language, Python's codec, a label that pages write for it."""
LATE = "<script>" + "var a = 1; " * 500 + "</script><!-- <meta charset=utf-8> -->"
TITLED = "<style>a{b:c}</style>"


def encoded(language: str, codec: str, head: str = "", before: str = "") -> bytes:
    return articles.page(language, head, before).encode(codec, "xmlcharrefreplace")


def read(body: bytes, codec: str, header: str | None = None) -> bool:
    """Whether a page is decoded to what was encoded; letters that the charset lacks are entities on both sides."""
    return decoded(Page("a.html", body, encoding=header)).text == body.decode(codec)


@pytest.mark.parametrize(("language", "codec", "label"), LEGACY)
def test_a_charset_is_read_as_declared_wherever_that_stands(language: str, codec: str, label: str) -> None:
    http = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    assert read(encoded(language, codec, f'<meta charset="{label}">'), codec)
    assert read(encoded(language, codec, http.upper()), codec)
    assert read(encoded(language, codec, LATE + http), codec)
    assert read(encoded(language, codec, TITLED, f'<?xml version="1.0" encoding="{label}"?>\n'), codec)
    assert read(encoded(language, codec), codec, label)


@pytest.mark.parametrize(("language", "codec", "label"), LEGACY)
def test_a_charset_that_nobody_declares_is_read_by_its_looks_and_said(language: str, codec: str, label: str) -> None:
    body = encoded(language, codec)
    assert read(body, codec)
    kinds = [each.kind for each in decoded(Page("a.html", body)).doubts]
    assert kinds == ([] if codec == "iso-2022-jp" else [DoubtKind.CHARSET_GUESSED])


@pytest.mark.parametrize(("language", "codec", "label"), [row for row in LEGACY if row[:2] != ("en", "mac-roman")])
@pytest.mark.parametrize("wrong", ["iso-8859-1", "utf-8"])
def test_a_wrong_label_gives_way_to_what_the_bytes_look_like(language: str, codec: str, label: str, wrong: str) -> None:
    if language == "hu" and wrong == "iso-8859-1":
        pytest.skip("Hungarian under a Western label has wrong letters only in ő and ű: see the doubt's own test")
    assert read(encoded(language, codec, f'<meta charset="{wrong}">'), codec)


@pytest.mark.parametrize(("language", "codec", "label"), LEGACY)
def test_utf8_is_read_as_utf8_whatever_is_declared(language: str, codec: str, label: str) -> None:
    assert read(encoded(language, "utf-8", f'<meta charset="{label}">'), "utf-8")
    assert read(encoded(language, "utf-8"), "utf-8", label)


@pytest.mark.parametrize("language", ["en", "fr", "pl", "ru", "el", "he", "ar", "hi", "th", "ja", "zh", "ko"])
def test_text_that_was_encoded_twice_is_mended(language: str) -> None:
    page = articles.page(language)
    assert decoded(Page("a.html", page.encode().decode("latin-1").encode())).text == page


@pytest.mark.parametrize(
    ("language", "codec"), [("fr", "cp850"), ("de", "cp850"), ("ru", "koi8-r"), ("fr", "mac-roman")]
)
def test_text_that_was_misread_on_other_systems_is_mended(language: str, codec: str) -> None:
    page = articles.page(language)
    found = decoded(Page("a.html", page.encode().decode(codec).encode()))
    assert found.text == page
    assert [each.kind for each in found.doubts_of(page)] == [DoubtKind.CHARSET_MENDED]


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", ""])
def test_a_euro_of_latin_9_is_one_whatever_is_declared(label: str) -> None:
    page = (
        f'<meta charset="{label}"><p>Le comté a payé 3,8 millions, soit 12 € par tête, pour le site ; 4 € de plus.</p>'
    )
    assert "12 € par tête" in decoded(Page("a.html", page.encode("iso-8859-15"))).text


def test_chinese_in_seven_bits_is_read_where_it_is_declared() -> None:
    page = '<meta charset="hz-gb-2312"><p>防波堤尽头的灯星期一最后一次点亮。</p>'
    assert "防波堤尽头" in decoded(Page("a.html", page.encode("hz"))).text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_unicode_is_read_with_its_mark_and_without(language: str, codec: str) -> None:
    page = articles.page(language)
    assert decoded(Page("a.html", page.encode(codec))).text == page


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("gb2312", "gb18030"),
        ("Shift-JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("big5-hkscs", "big5hkscs"),
        ("tis-620", "cp874"),
        ("utf8", "utf-8"),
        ("utf-16le", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("cp437", "cp437"),
    ],
)
def test_a_label_means_what_it_means_to_browsers(label: str, codec: str) -> None:
    text = "caf"
    assert text.encode(codec).decode(encoding(label)) == text
    assert encoding(label) == codec or (codec, encoding(label)) == ("gb18030", "gbk")


@pytest.mark.parametrize(
    "label", ["utf-7", "rot13", "base64", "hex", "idna", "undefined", "none", "", "x" * 40, "replacement"]
)
def test_what_is_no_charset_is_none(label: str) -> None:
    assert encoding(label) == ""


def test_japanese_is_read_with_the_letters_that_windows_added() -> None:
    written = "①号クレーンと髙橋さん。㈱港、﨑山"
    jis = written.encode("cp932")
    two = [jis[i : i + 2] for i in range(0, len(jis), 2)]

    def euc(pair: bytes) -> bytes:
        row = (pair[0] - (0x81 if pair[0] < 0xA0 else 0xC1)) * 2 + 1
        cell = pair[1] - 0x40 + 1 - (pair[1] > 0x7F) if pair[1] < 0x9F else pair[1] - 0x9E
        return bytes((row + (pair[1] >= 0x9F) + 0xA0, cell + 0xA0))

    # Rows of IBM's own (0xFA to 0xFC) have no place in EUC; the same letters stand in NEC's rows.
    spelt = [pair if pair[0] < 0xF0 else {b"\xfb\xfc": b"\xee\xe0", b"\xfa\xb1": b"\xed\x95"}[pair] for pair in two]
    body = b"".join(euc(pair) for pair in spelt)
    assert decoded(Page("a.html", b"<meta charset=euc-jp>" + body)).text.endswith(written)
    shifted = b"\x1b$B" + bytes(byte & 0x7F for byte in body) + b"\x1b(B"
    assert decoded(Page("a.html", b"<meta charset=iso-2022-jp>" + shifted)).text.endswith(written)


def test_a_stray_letter_of_windows_in_utf8_is_read() -> None:
    body = articles.page("fr").encode() + b"<p>L\x92ann\xc3\xa9e \x96 enfin</p>"
    assert "L’année – enfin" in decoded(Page("a.html", body)).text


def test_a_page_that_ends_in_the_middle_of_a_letter_is_read() -> None:
    body = articles.page("ru").encode()[:900]
    assert "Кафе на набережной" in decoded(Page("a.html", body)).text


def test_what_is_declared_in_comments_and_scripts_is_not() -> None:
    head = "<!-- <meta charset=koi8-r> --><script>'<meta charset=utf-8>'</script><meta charset=windows-1251>"
    assert read(encoded("ru", "cp1251", head), "cp1251")


def test_a_comment_that_nobody_closed_ends_the_search() -> None:
    assert read(b"<!--" * 200_000 + encoded("ru", "cp1251"), "cp1251")


def test_binary_is_refused() -> None:
    with pytest.raises(SourceError, match="binary"):
        decoded(Page("a.html", b"\x00\x01\x02\x03caf\xe9" * 50))


def test_a_mended_page_carries_a_doubt_that_shows_a_word() -> None:
    page = articles.page("en").replace("The first guests", "The cafÃ©â€™s first guests")
    found = article(Page("a.html", page.encode(), content_type="text/html"), Settings())
    assert "The café’s first guests" in found.text
    assert [each.kind for each in found.doubts] == [DoubtKind.CHARSET_MENDED]
    assert "'café’s'" in found.doubts[0].text


def test_letters_that_are_lost_are_counted() -> None:
    page = articles.page("en").replace("three fishermen", "three fi\ufffdhermen")
    found = article(Page("a.html", page.encode(), content_type="text/html"), Settings())
    assert [each.kind for each in found.doubts] == [DoubtKind.LETTERS_LOST]


def test_a_clean_page_carries_no_doubt() -> None:
    found = article(Page("a.html", articles.page("fr").encode(), content_type="text/html"), Settings())
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("caf&amp;eacute; noir", "caf&eacute; noir"),
        ("the board&amp;rsquo;s chair", "the board&rsquo;s chair"),
        ("Tom &amp;amp; Ann", "Tom &amp; Ann"),
        ("said &amp;quot;no&amp;quot; to it", "said &quot;no&quot; to it"),
        ("It&amp;#8217;s over", "It&#8217;s over"),
        ("100&amp;nbsp;km", "100&nbsp;km"),
        ("O&amp;#x2019;Dell", "O&#x2019;Dell"),
        ("write &amp;eacute; for it", "write &amp;eacute; for it"),
        ("<code>a&amp;quot;b</code>", "<code>a&amp;quot;b</code>"),
        ("<pre>x&amp;amp;y</pre> and Tom&amp;#39;s", "<pre>x&amp;amp;y</pre> and Tom&#39;s"),
        ("a&amp;lt;b&amp;gt;c", "a&amp;lt;b&amp;gt;c"),
        ("AT&amp;T; and R&amp;D;", "AT&amp;T; and R&amp;D;"),
        ("plain &amp; simple", "plain &amp; simple"),
    ],
)
def test_entities_that_were_escaped_twice_are_escaped_once(written: str, read: str) -> None:
    assert unescaped(written) == read


@pytest.mark.parametrize(
    ("author", "byline"),
    [("Ana O&#8217;Dell", "Ana O’Dell"), ("Jos&eacute; Ruiz &amp; Ana Paz", "José Ruiz & Ana Paz")],
)
def test_names_in_linked_data_are_unescaped(author: str, byline: str) -> None:
    linked = f'{{"@type": "NewsArticle", "author": {{"@type": "Person", "name": "{author}"}}}}'
    page = articles.page("en", f'<script type="application/ld+json">{linked}</script>')
    assert article(Page("a.html", page.encode(), content_type="text/html"), Settings()).byline == byline


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_read_or_refused(body: bytes) -> None:
    try:
        found = decoded(Page("-", body))
    except SourceError:
        return
    assert isinstance(found.text, str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_utf8_with_a_mark_loses_nothing(text: str) -> None:
    found = decoded(Page("-", b"\xef\xbb\xbf" + text.encode()))
    assert found.mended or found.text == text
