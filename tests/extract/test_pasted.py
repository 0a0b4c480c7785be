"""Pasted pages of several kinds and languages: the article, and nothing of what stands around it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.extract import article
from narrator.extract.pasted import choice
from narrator.model import Article, BlockKind, Page
from narrator.settings import Settings

BODY = (
    "The harbor office closed its last counter on Monday, and nobody who stood in line that day could say where to go next.",
    "For forty years the counter sold fishing permits, weighed parcels and kept a list of boats that had not come home.",
    "A machine took over the permits in spring. It speaks four languages and has never weighed anything.",
    "The harbor master says that the list of boats is still kept, in pencil, in a drawer of her own desk.",
    "She will hand it to whoever asks for it, she says, as long as there are boats and as long as there are pencils.",
)
MENU = "Home\nNews\nSport\nWeather\nOpinion\nPuzzles"


def read(text: str, language: str = "") -> Article:
    return article(Page("-", text.encode(), content_type="text/plain"), Settings(language=language))


def page(*parts: str) -> Article:
    return read("\n\n".join(parts))


def test_the_body_alone_is_read_and_the_headline_is_known() -> None:
    found = page(
        MENU, "The last counter of the harbor closes", "By the Harbor Desk", "March 3, 2026", *BODY, "Contact us"
    )
    assert found.text == "\n\n".join(BODY)
    assert found.title == "The last counter of the harbor closes"


def test_sentences_with_the_marks_of_an_encyclopedia_are_text() -> None:
    found = page(
        "Harbor of Sund", "Jump to navigation", *(f"{each}[{n}][citation needed]" for n, each in enumerate(BODY))
    )
    assert found.text == "\n\n".join(BODY)


def test_paragraphs_of_a_book_are_told_by_their_indent() -> None:
    lines = "\n".join(textwrap.fill(each, 70, initial_indent="    ") for each in BODY)
    assert read(f"THE LAST COUNTER CLOSES\n\n{lines}\n").text == "\n\n".join(BODY)


def test_what_stands_above_the_byline_is_no_part_of_it() -> None:
    standfirst = "Permits are sold by a machine now, and a drawer is all that is left of the office by the water."
    found = page(
        MENU, "The last counter closes", standfirst, "By the harbor desk", "Published: 10:48, Tue, Mar 3, 2026", *BODY
    )
    assert found.blocks[0].text == BODY[0]


def test_stories_that_a_list_inside_the_article_leads_to_are_left_out() -> None:
    stories = "Related articles\nFerry runs aground for the second time\nWhy the old lighthouse is for sale\nNight market comes back"
    assert page(MENU, *BODY[:3], stories, *BODY[3:]).text == "\n\n".join(BODY)


def test_a_list_of_headlines_and_teasers_ends_the_article() -> None:
    stories = [
        "Top stories",
        *(
            f"The {name} of the old town is sold to a buyer from abroad\nThe council will vote on the sale in the week after the holidays."
            for name in ("theater", "market hall", "observatory", "brewery")
        ),
    ]
    assert page(MENU, *BODY, "\n".join(stories)).text == "\n\n".join(BODY)


def test_readers_comments_are_left_out_however_long_they_are() -> None:
    long = "I stood in that line every spring, and I miss the smell of the place more than I can say here. " * 6
    thread = [
        part
        for name in ("Old Salt", "Pier Cat", "Keel Hauler")
        for part in (name, "August 8, 2025 at 3:17 pm", f"{name} here. {long}")
    ]
    assert (
        page(
            MENU, *BODY, "What else we know of it is little, and most of that is hearsay from the quay.", *BODY, *thread
        ).text.count("smell")
        == 0
    )


def test_captions_beside_a_credit_and_picture_counts_are_left_out() -> None:
    caption = "The counter on its last day, with the scales that nobody wanted to take"
    found = page(MENU, *BODY[:2], "Image 1 of 3", caption, "Photo: The harbor archive", *BODY[2:])
    assert found.text == "\n\n".join(BODY)


def test_a_table_that_was_copied_cell_by_cell_is_left_out() -> None:
    cells = "Year\nPermits\n2021\n1,204\n2022\n1,180\n2023\n977\n2024\n12"
    assert page(MENU, *BODY[:2], cells, *BODY[2:]).text == "\n\n".join(BODY)


def test_an_embedded_post_is_read_with_who_said_it() -> None:
    post = "Closing time. The scales are in good hands. pic.twitter.com/AbCd12"
    found = page(MENU, *BODY[:2], post, "— Harbor Office (@harboroffice) March 2, 2026", *BODY[2:])
    embed = next(block for block in found.blocks if block.kind is BlockKind.EMBED)
    assert (embed.text, embed.source) == ("Closing time. The scales are in good hands.", "Harbor Office")


def test_links_that_begin_alike_are_left_out_in_a_language_without_a_table() -> None:
    links = [
        f"FUNDA OLUNYE UDABA | {each}"
        for each in ("Imoto ishayise isihlahla", "Izulu lidlule nophahla", "Imvula inethile")
    ]
    parts = [part for pair in zip(BODY, [*links, "", ""], strict=True) for part in pair if part]
    assert page(MENU, *parts).text == "\n\n".join(BODY)


def test_items_under_a_colon_are_read_as_a_list() -> None:
    items = "what the machine weighs and what it does not\nwhere the pencils come from\nwho may open the drawer"
    found = page(
        MENU, *BODY, "The office answers questions about the following:", items, BODY[0].replace("last", "only")
    )
    assert [block.text for block in found.blocks if block.kind is BlockKind.ITEM] == items.split("\n")


def test_a_page_that_is_lists_is_read_rather_than_its_small_print() -> None:
    days = [
        part
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        for part in (
            f"Menu for {day}",
            "First course",
            f"1 cup lentils, 2 carrots, {day.lower()} bread (toasted)",
            "Second course",
            "Baked fish with rice",
            "1 lemon, 3 potatoes",
        )
    ]
    legal = "Ask a doctor before you begin a diet of any kind, and follow all instructions of those who sell it to you without exception, always."
    found = page(MENU, *days, MENU, legal)
    assert "Baked fish with rice" in found.text
    assert "friday bread" in found.text


def test_a_recipe_is_read_with_what_goes_in() -> None:
    goods = "200 g flour\n2 eggs\n1 egg yolk\na pinch of salt\n½ cup milk\n20 g poppy seeds"
    steps = "Heat the oven and butter a tin.\nBeat the eggs with the milk.\nBake it and wait before you cut."
    thread = "3 Comments\n\nOld Salt\nMarch 4, 2026 at 9:12 am\nI made it twice and it was gone twice."
    found = page(
        MENU, "Bread with poppy seeds", "By Ines Tolliver", BODY[0], "Ingredients", goods, "Method", steps, thread
    )
    assert found.blocks[0].text == BODY[0]
    assert [block.text for block in found.blocks if block.kind is BlockKind.ITEM] == goods.split("\n")
    assert found.blocks[-1].text == "Bake it and wait before you cut."


def test_a_guide_with_steps_is_read_whole() -> None:
    steps = [
        part
        for number in range(1, 6)
        for part in (
            f"Step {number} - Weigh the parcel again with care",
            "Put it on the scales and wait until they rest.",
        )
    ]
    assert page(MENU, *BODY[:2], *steps, *BODY[2:]).text.count("Step") == 5


def test_marks_of_footnotes_are_gone_and_other_numbers_are_not() -> None:
    marked = [f"{text}[{number}]" for number, text in enumerate(BODY, 1)]
    assert page(MENU, *marked).text == "\n\n".join(BODY)
    glued = [f"{text}{number}" for number, text in enumerate(BODY, 1)]
    assert page(MENU, *glued).text == "\n\n".join(BODY)
    once = BODY[0].replace("next.", "next to room.12")
    assert page(MENU, once, *BODY[1:]).blocks[0].text == once


def test_a_page_that_goes_on_with_another_article_ends_where_that_begins() -> None:
    long = [
        f"{text} It was the {day} day of it, and the quay had much to say."
        for text, day in zip(BODY, "ABCDE", strict=True)
    ]
    after = ["The lighthouse of the old town is sold", "By Bo Marsh", "March 4, 2026", *BODY]
    assert page(MENU, *long, *after).text == "\n\n".join(long)


def test_the_word_comments_in_a_bar_above_the_end_does_not_end_the_article() -> None:
    assert page(MENU, *BODY[:4], "Share\nComments", BODY[4], "Share\nComments").text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("de", "„Wir haben lange gewartet“, sagt die Leiterin. „Jetzt fährt der Bus auch nach Mitternacht.“"),
        ("de", "»Jetzt fährt der Bus auch nach Mitternacht, und das wird Zeit.«"),
        ("uk", "„Ми довго чекали, і тепер автобус їздить також після півночі.“"),
        ("fr", "« Nous avons attendu longtemps, et le bus passe enfin après minuit. »"),
    ],
)
def test_a_line_that_ends_with_a_closing_quote_is_prose(language: str, quote: str) -> None:
    menu, title, byline, date, body, _, _, ask = LANGUAGES[language]
    text = "\n".join([menu, title, byline, date, body[0], quote, ask])
    assert read(text, language).text == f"{body[0]}\n\n{quote}"


def test_a_short_line_with_a_colon_under_prose_heads_a_list() -> None:
    items = "Pier six\nThe old mill\nTown hall\nNorth station"
    found = page(MENU, BODY[0], "The stops:", items, BODY[1])
    assert [block.text for block in found.blocks if block.kind is BlockKind.ITEM] == items.split("\n")


LANGUAGES = {
    "de": (
        "Menü\nPolitik\nSport\nWetter",
        "Der letzte Schalter schließt",
        "Von der Hafenredaktion",
        "Aktualisiert am 3. März 2026 um 10:48 Uhr",
        (
            "Das Hafenamt hat am Montag seinen letzten Schalter geschlossen, und niemand in der Schlange wusste, wohin er nun gehen soll.",
            "Vierzig Jahre lang gab es dort Angelscheine, und wer ein Paket brachte, bekam es gewogen.",
            "Die Hafenmeisterin führt die Liste der Boote weiter, mit Bleistift, in einer Schublade ihres Schreibtischs.",
        ),
        "Mehr zum Thema\nWarum die Fähre nicht mehr fährt\nDer Leuchtturm steht zum Verkauf",
        "Foto: Hafenarchiv",
        "Abonnieren Sie unseren Newsletter und unterstützen Sie unseren Journalismus.",
    ),
    "fr": (
        "Menu\nPolitique\nSport\nMétéo",
        "Le dernier guichet ferme ses portes",
        "Par la rédaction du port",
        "Publié le 3 mars 2026 à 10h48",
        (
            "Le bureau du port a fermé lundi son dernier guichet, et personne dans la file ne savait où aller désormais.",
            "Pendant quarante ans on y vendait des permis de pêche, et l'on pesait les colis de ceux qui en avaient.",
            "La capitaine du port tient toujours la liste des bateaux, au crayon, dans un tiroir de son bureau.",
        ),
        "Lire aussi\nPourquoi le bac ne passe plus le soir\nLe phare est à vendre depuis hier",
        "Photo : archives du port",
        "Abonnez-vous à notre newsletter pour soutenir notre journalisme.",
    ),
    "es": (
        "Menú\nPolítica\nDeportes\nTiempo",
        "Cierra la última ventanilla del puerto",
        "Por la redacción del puerto",
        "Actualizado el 3 de marzo de 2026",
        (
            "La oficina del puerto cerró el lunes su última ventanilla, y nadie en la fila sabía adónde ir a partir de ahora.",
            "Durante cuarenta años se vendieron allí permisos de pesca, y se pesaban los paquetes de los vecinos.",
            "La capitana del puerto todavía lleva la lista de los barcos, a lápiz, en un cajón de su mesa.",
        ),
        "Noticias relacionadas\nPor qué ya no sale el barco de la noche\nEl faro está en venta desde ayer",
        "Foto: archivo del puerto",
        "Suscríbete a nuestro boletín y apoya nuestro periodismo.",
    ),
    "uk": (
        "Меню\nПолітика\nСпорт\nПогода",
        "Останнє віконце порту зачиняється",
        "Автор: редакція порту",
        "Оновлено 3 березня 2026",
        (
            "Контора порту в понеділок зачинила останнє віконце, і ніхто в черзі не знав, куди йому тепер іти.",
            "Сорок років тут продавали дозволи на риболовлю, зважували посилки та вели перелік човнів.",
            "Начальниця порту й досі веде той перелік олівцем і тримає його в шухляді свого столу.",
        ),
        "Читайте також\nЧому пором більше не ходить увечері\nСтарий маяк виставили на продаж",
        "Фото: архів порту",
        "Підпишіться на нашу розсилку та підтримайте нашу журналістику.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pasted_page_is_read_in_its_language(language: str) -> None:
    menu, title, byline, date, body, related, credit, ask = LANGUAGES[language]
    text = "\n\n".join([menu, title, byline, date, credit, body[0], related, *body[1:], ask])
    found = read(text)
    assert found.text == "\n\n".join(body)
    assert found.title == title
    assert found.language.startswith(language)


@pytest.mark.parametrize(
    ("text", "title", "blocks"),
    [
        ("Hello world.", "", ["Hello world."]),
        ("Say this", "", ["Say this"]),
        (
            "It stands alone. It does.\n\nAnother follows. It does.",
            "",
            ["It stands alone. It does.", "Another follows. It does."],
        ),
        (
            "The ferry is back\n\nIt sails on Monday. The yard is done.",
            "The ferry is back",
            ["It sails on Monday. The yard is done."],
        ),
        (
            "Bring to the harbor:\n\n- a coat\n- boots\n\nWe leave at nine.",
            "",
            ["Bring to the harbor:", "a coat", "boots", "We leave at nine."],
        ),
        (
            "Why it stopped\n\nIts hull was rotten.\n\nWhat is next\n\nIt sails again.",
            "Why it stopped",
            ["Its hull was rotten.", "What is next", "It sails again."],
        ),
    ],
)
def test_a_text_that_nobody_copied_from_a_page_is_read_whole(text: str, title: str, blocks: list[str]) -> None:
    found = read(text)
    assert found.title == title
    assert [block.text for block in found.blocks] == blocks
    assert found.removed == ()


def test_the_prose_of_menus_above_a_signed_headline_is_not_the_article() -> None:
    offers = [
        f"Moorings {number}\nOur moorings are open at every state of the tide and wait for boats of all kinds, day and night.\nHow it works"
        for number in range(9)
    ]
    found = page(*offers, "The bridge stays open", "By Ada Moss", "March 3, 2026", *BODY)
    assert found.text == "\n\n".join(BODY)


def test_a_poem_is_taken_whole() -> None:
    poem = "The pier is old\nThe sea is cold\nWe wait for the boat\nAnd none is afloat"
    assert page(poem).text.split() == poem.split()


@pytest.mark.parametrize(
    "caption",
    [
        "The old counter stood empty all week.Ada Moss / Blue Pictures",
        "The old counter stood empty all week. Ada Moss/Blue Pictures",
        "A boat comes home in the last light of the day. Ben Rook/Moment via Blue Pictures",
        "Would you stand in this line for a permit? Picture: Blue",
        "A machine weighs nothing on the first day of its work (Picture: Blue)",
        "Ada Moss, The Counter, 1990. Archival pigment print — 40 x 32 in. Courtesy Rook Gallery.",
        "Der Schalter stand die ganze Woche leer. IMAGO/Ben Rook",
    ],
)
def test_a_caption_that_ends_with_who_gave_the_picture_is_left_out(caption: str) -> None:
    assert page(MENU, *BODY[:2], caption, *BODY[2:]).text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "3. The Lockout/Tagout kit",
        "Old counters vs. Low-Code/No-Code machines",
        "Nobody in the office of the harbor, says the clerk, has seen the either/or rule at work.",
        "By courtesy of the harbor master the list of boats may be read on Mondays.",
    ],
)
def test_a_slash_or_courtesy_in_the_text_is_no_credit(line: str) -> None:
    assert line.removeprefix("3. ") in page(MENU, *BODY[:2], line, *BODY[2:]).text


FOOTER = (
    "Cookie Policy Disclaimer Privacy Policy",
    "The harbor office is proud to be a member of the union of harbors, and of two more unions besides.",
)


@pytest.mark.parametrize("bar", ["© 2026 Harbor News", FOOTER[0], "Terms of Service | Contact", "Do not sell my data"])
def test_prose_below_the_bar_of_a_footer_is_not_read(bar: str) -> None:
    assert page(MENU, *BODY, bar, *FOOTER[1:]).text == "\n\n".join(BODY)


def test_an_item_on_privacy_policies_is_no_footer() -> None:
    item = "Privacy policy: We read the policy of each harbor, and look for what it says of the list of boats and of those who ask for it at night."
    assert page(MENU, *BODY[:4], item, BODY[4]).text.endswith(BODY[4])


def test_a_notice_of_cookies_above_the_article_cuts_nothing_below_it() -> None:
    assert page(FOOTER[0], MENU, *BODY).text == "\n\n".join(BODY)


def test_a_line_between_read_lines_is_left_out_only_where_much_speaks_for_it() -> None:
    assert choice.best_states([9, -1, 9], choice.CHANGE) == [True, True, True]
    assert choice.best_states([9, -7, 9], choice.CHANGE) == [True, False, True]


@given(st.lists(st.floats(-8, 8), max_size=9), st.floats(0, 4))
def test_no_other_sequence_of_read_lines_is_worth_more(worths: list[float], change: float) -> None:
    def value(states: Sequence[bool]) -> float:
        changes = sum(one != other for one, other in pairwise((False, *states)))
        return sum(worth for worth, state in zip(worths, states, strict=True) if state) - change * changes

    best = max(map(value, product((False, True), repeat=len(worths))))
    assert value(choice.best_states(worths, change)) == pytest.approx(best)
