"""What a single line is: an ask or a step of a recipe, a caption or a heading that speaks of pictures."""

from __future__ import annotations

import pytest

from narrator.extract.by_wording import anywhere, is_caption, is_credit
from narrator.extract.cuts import Cut
from narrator.extract.line import Line
from narrator.extract.wording import phrases

STEPS = [
    ("en", "Get the dough out of the bowl."),
    ("en", "Follow the signs to the old mill."),
    ("en", "You have been warned."),
    ("en", "Choose your favorite topping."),
    ("en", "The workshop sent an email to staff in areas that do not support the core business."),
    ("en", "The desktop client has notifications, support for two accounts, and a search of its own."),
    ("de", "Geben Sie die Butter in die Pfanne."),
    ("fr", "Partagez la pâte en deux."),
    ("es", "Comparte la masa en dos."),
    ("uk", "Натисніть тісто долонею."),
]
ASKS = [
    ("en", "Help us get 500 new members!"),
    ("en", "Your support keeps our reporting free for everyone. Become a member today."),
    ("en", "Thank you for signing up for this newsletter."),
    ("en", "Sign up here."),
    ("de", "Werden Sie Mitglied: Ihre Spende hält unseren Journalismus frei."),
    ("fr", "Soutenez un journalisme libre : faites un don."),
    ("es", "Apoya nuestro periodismo con una donación."),
    ("uk", "Підтримайте нашу журналістику: зробіть пожертву."),
]


@pytest.mark.parametrize(("language", "text"), STEPS)
def test_a_step_of_a_guide_is_no_ask(language: str, text: str) -> None:
    assert anywhere(Line(text), phrases(language)) is None


@pytest.mark.parametrize(("language", "text"), ASKS)
def test_an_ask_is_known_in_each_language(language: str, text: str) -> None:
    assert anywhere(Line(text), phrases(language)) is Cut.ASK


def test_a_cookie_notice_is_known_however_long_it_is() -> None:
    notice = "We use cookies and similar technologies to measure our audience. " * 6 + "By clicking “Accept” you agree."
    assert anywhere(Line(notice), phrases("en")) is Cut.CONSENT


@pytest.mark.parametrize(
    "text",
    [
        "Copyright confusion in a divided market",
        "The ministry counts carbon dioxide, methane and nitrous oxide (agency report 2024).",
        "Attention and sleep in adults with long shifts (ADULTS)",
        "He paid with what he had (a credit card and two coins).",
    ],
)
def test_a_heading_or_a_sentence_with_such_a_word_is_no_credit(text: str) -> None:
    line = Line(text)
    assert not is_caption(line)
    assert not is_credit(line, phrases("en"))


@pytest.mark.parametrize(
    "text",
    [
        "The lander as the company draws it. Credit: The company",
        "The new harbor office, seen from the north. (Desk Photo/Harbor Archive)",
        "Planning board screenshot by the author. CC BY-SA 4.0",
        "The mayor (left) greets the harbor master on Tuesday.",
        "This March 2017 file photo shows the old wall.",
    ],
)
def test_a_caption_is_known_by_its_source_or_by_how_it_points(text: str) -> None:
    assert is_caption(Line(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Read also: Why the ferry stays in the harbor"),
        ("de", "Lesetipp: Warum die Fähre im Hafen bleibt"),
        ("fr", "À lire ensuite : Pourquoi le bac reste au port"),
        ("es", "Le puede interesar: Por qué el barco no sale del puerto"),
        ("uk", "До теми: Чому пором не виходить із порту"),
    ],
)
def test_a_line_that_leads_elsewhere_is_known_in_each_language(language: str, text: str) -> None:
    assert anywhere(Line(text), phrases(language)) is Cut.READ_MORE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Weitere Nachrichten kamen am Abend aus dem Hafen."),
        ("fr", "À voir le quai, on ne croirait pas que le bac soit parti."),
        ("es", "Relacionado con el puerto hay otro asunto que nadie menciona."),
    ],
)
def test_a_sentence_that_begins_so_is_read(language: str, text: str) -> None:
    assert anywhere(Line(text), phrases(language)) is None
