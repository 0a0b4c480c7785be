"""Frozen settings: flags over ``NARRATOR_*`` over ``narrator.toml`` over defaults.

A setting is one field of ``Settings``. The options of the commands, their help and the table in ``docs/settings.md``
are made from the fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from narrator import languages
from narrator.addresses import is_web_address
from narrator.errors import SettingsError
from narrator.settings.fields import Field, Section, Tables, checked, fields_of, setting

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")


@dataclass(frozen=True, slots=True)
class Site:
    """What is particular to one site: CSS selectors to read and to skip."""

    read: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    lexicon: tuple[Path, ...] = ()
    language: str | None = None

    def __post_init__(self) -> None:
        """Bring the language into its usual form."""
        if self.language is not None:
            object.__setattr__(self, "language", _tag(self.language, "the language of a site"))


@dataclass(frozen=True, slots=True)
class Service:
    """A speech service: whose protocol it speaks, where it is, what it costs. Its key is never a setting."""

    kind: str = setting(
        "openai", section=Section.VOICE, help="Protocol that it speaks.", choices=("openai", "elevenlabs")
    )
    base_url: str = ""
    """Its address, without ``/v1``; empty for the company's own."""
    model: str = ""
    voice: str = ""
    """Who speaks where only the service is named."""
    key: str = ""
    """The variable of the environment that holds its key; empty for the usual one, as OPENAI_API_KEY."""
    languages: tuple[str, ...] = ()
    """What it speaks (BCP 47); empty for all."""
    price_per_million: float = 0.0
    """Of a million characters, in your currency; 0 where it costs nothing."""
    currency: str = "USD"
    concurrency: int = setting(4, section=Section.VOICE, help="Sentences at a time.", low=1, high=64)
    fields: str = ""
    """More fields of each request, as JSON."""

    def __post_init__(self) -> None:
        """Refuse what no request can be made of."""
        for name, each in fields_of(Service).items():
            checked(f"service.{name}", getattr(self, name), each)
        if self.base_url and not is_web_address(self.base_url):
            raise SettingsError(f"service.base_url is {self.base_url!r}", "it must begin with http:// or https://")
        try:
            is_table = isinstance(json.loads(self.fields or "{}"), dict)
        except ValueError:
            is_table = False
        if not is_table:
            raise SettingsError(f"service.fields is {self.fields!r}", 'it must be JSON, as {"instructions": "calm"}')


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. ``Settings()`` has the defaults; ``Settings.load()`` reads files and the environment.

    Raises:
        SettingsError: a value is out of range; the message names the setting.
    """

    output: str = setting(
        "audio_out",
        section=Section.OUTPUT,
        help="Folder, or address of an object store, where narrations are written.",
        value="DIR",
        flags=("-o", "--output"),
        recipe=False,
    )
    page: bool = setting(True, section=Section.OUTPUT, help="Write a page that follows the voice.")
    pictures: bool = setting(
        False,
        section=Section.OUTPUT,
        help="Copy the article's pictures beside its page, which then asks nobody for them.",
    )
    srt: bool = setting(False, section=Section.OUTPUT, help="Write the captions as SubRip (.srt) too.")
    cover: Path | None = setting(
        None, section=Section.OUTPUT, help="A JPEG or PNG; else the article's lead image where it can be had."
    )

    language: str | None = setting(
        None,
        section=Section.ARTICLE,
        help="Language of the article (BCP 47, as de or pt-BR); else the page's own, else detected.",
        value="TAG",
        flags=("--lang",),
    )
    keep: tuple[str, ...] = setting(
        (),
        section=Section.ARTICLE,
        help="Read lines that match this regular expression, whatever the rules say; may be repeated.",
        value="PATTERN",
    )
    captions: bool = setting(False, section=Section.ARTICLE, help="Read captions of pictures aloud.")
    standfirst: bool = setting(True, section=Section.ARTICLE, help="Read the summary below the headline.")
    site: Mapping[str, Site] = setting(
        section=Section.ARTICLE,
        help='Tables of one site each, as [site."example.org"]: read, skip (CSS selectors), lexicon, language.',
        flags=(),
        default_factory=Tables,
    )

    voice: str | None = setting(
        None,
        section=Section.VOICE,
        help="A voice as `narrator voices` lists them, as hibari:heart; else one for the article's language.",
        value="ID",
    )
    quote_voice: str | None = setting(
        None,
        section=Section.VOICE,
        help="Another voice for what people are quoted with; else the article's voice says it.",
        value="ID",
    )
    title_voice: str | None = setting(
        None,
        section=Section.VOICE,
        help="Another voice for the headline and the headings; else the article's voice says them.",
        value="ID",
    )
    rate: float = setting(1.0, section=Section.VOICE, help="Pace; 1 is the voice's own.", value="X", low=0.5, high=2.0)
    rhythm: str = setting(
        "natural",
        section=Section.VOICE,
        help="Pauses, pitch and pace by place in the text, as a reader has them; flat: all alike.",
        choices=("natural", "flat"),
    )
    pitch: float = setting(
        0.0,
        section=Section.VOICE,
        help="Semitones up or down, where the voice has pitch.",
        value="ST",
        low=-12,
        high=12,
    )
    lexicon: tuple[Path, ...] = setting(
        (),
        section=Section.VOICE,
        help="Pronunciation files of the publisher, the later the stronger; a site's own come after them.",
        flags=(),
    )
    article_lexicon: tuple[Path, ...] = setting(
        (),
        section=Section.VOICE,
        help="Pronunciation file, stronger than those of the settings; may be repeated.",
        value="FILE",
        flags=("--lexicon",),
    )
    service: Mapping[str, Service] = setting(
        section=Section.VOICE,
        help="Tables of one speech service each, as [service.mine], whose voices are mine:NAME; see docs/voices.md.",
        flags=(),
        default_factory=Tables,
        recipe=False,
    )
    budget: float | None = setting(
        None,
        section=Section.VOICE,
        help="Most that services may cost in one run; the request that would cost more is not made.",
        value="AMOUNT",
        low=0,
        high=1e9,
        recipe=False,
    )
    workers: int | None = setting(
        None,
        section=Section.VOICE,
        help="Voices that speak at the same time; else as many as the cores and the work are worth.",
        value="N",
        low=1,
        high=256,
        recipe=False,
    )
    cache_dir: Path | None = setting(
        None,
        section=Section.VOICE,
        help="Where clips are kept; else the user's cache folder.",
        value="DIR",
        recipe=False,
    )
    cache_gb: float = setting(
        5.0, section=Section.VOICE, help="Size that kept clips may take, in gigabytes.", value="GB", low=0, high=1e6,
        flags=(), recipe=False,
    )  # fmt: skip

    format: tuple[str, ...] = setting(
        ("mp3",), section=Section.SOUND, help="Kind of audio file; may be repeated.", choices=FORMATS
    )
    bitrate: int | None = setting(
        None,
        section=Section.SOUND,
        help="Bit rate in kbit/s; else what is right for speech in the format.",
        value="KBIT",
        low=8,
        high=512,
    )
    vbr: bool = setting(False, section=Section.SOUND, help="Variable bit rate, where the format has it.")
    loudness: float = setting(
        -16.0,
        section=Section.SOUND,
        help="Loudness as played, in LUFS; a meter shows 3 less for a mono file.",
        value="LUFS",
        low=-40,
        high=-8,
    )
    intro: Path | None = setting(None, section=Section.SOUND, help="A sound file before the label.")
    outro: Path | None = setting(None, section=Section.SOUND, help="A sound file at the end.")

    label: str | None = setting(
        None,
        section=Section.LABEL,
        help="Wording of the AI disclosure; else narrator's own in the article's language.",
        value="TEXT",
    )
    label_style: str = setting(
        "assisted",
        section=Section.LABEL,
        help="Wording of narrator's own label: assisted, or synthetic for what AI made alone.",
        choices=("assisted", "synthetic"),
    )
    spoken_label: bool = setting(True, section=Section.LABEL, help="Say the label first.")
    reminder_minutes: float = setting(
        15.0,
        section=Section.LABEL,
        help="Repeat the label that often, in short; 0 is never.",
        value="MIN",
        low=0,
        high=100_000,
    )
    aigc_producer: str = setting(
        "",
        section=Section.LABEL,
        help="Producer's name or code for an AIGC tag as China's GB 45438-2025 asks for it; else there is none.",
        value="NAME",
    )
    sign: bool = setting(True, section=Section.LABEL, help="Sign content credentials into the file.")
    certificate: Path | None = setting(None, section=Section.LABEL, help="PEM chain of your own certificate.")
    key: Path | None = setting(None, section=Section.LABEL, help="PEM private key of that certificate.", repr=False)
    timestamp_url: str = setting(
        "",
        section=Section.LABEL,
        help="Address of a time-stamping authority (RFC 3161) that dates signatures; else they are not dated.",
        value="URL",
        recipe=False,
    )
    make_keys: bool = setting(
        True,
        section=Section.LABEL,
        help="Make a key of this machine where none is given; else such a run fails.",
        flags=(),
        recipe=False,
    )
    watermark: bool = setting(
        True, section=Section.LABEL, help="Lay a watermark into the sound, which is not heard and outlives encoders."
    )
    watermark_key: Path | None = setting(
        None,
        section=Section.LABEL,
        help="Key of a second watermark, your own; `narrator keys watermark` makes one.",
        repr=False,
    )

    strict: bool = setting(
        False, section=Section.REVIEW, help="Fail where something is probably wrong (a severe doubt).", recipe=False
    )
    check: bool = setting(
        False,
        section=Section.REVIEW,
        help="Let a recognizer hear the finished sound; sentences that fail are spoken once more, then doubted.",
    )
    hold: str = setting(
        "never",
        section=Section.REVIEW,
        help="Hold for an editor before it is published: where a doubt is severe, where there is one, or always.",
        choices=("never", "severe", "doubted", "always"),
        recipe=False,
    )

    allow_private: bool = setting(
        False, section=Section.FETCH, help="Fetch from addresses that are not public.", recipe=False
    )
    ignore_robots: bool = setting(False, section=Section.FETCH, help="Fetch what robots.txt forbids.", recipe=False)
    proxy: str | None = setting(
        None,
        section=Section.FETCH,
        help="Fetch through http://host:port (https and socks5 too); `none` for none; else the environment's.",
        value="URL",
        recipe=False,
        repr=False,
    )
    host_pause: float = setting(
        0.5,
        section=Section.FETCH,
        help="Seconds between two pages of one host, for all workers together.",
        low=0,
        high=60,
        flags=(),
        recipe=False,
    )

    def __post_init__(self) -> None:
        """Bring values into their usual form and refuse what is out of range."""
        for name, each in fields().items():
            checked(name, getattr(self, name), each)
        if not self.output.strip():
            raise SettingsError("output is empty", "name a folder; a full stop is this one")
        if self.language is not None:
            object.__setattr__(self, "language", _tag(self.language, "language") if self.language else None)
        if not isinstance(self.site, Tables):
            object.__setattr__(self, "site", Tables(self.site))
        if not isinstance(self.service, Tables):
            object.__setattr__(self, "service", Tables(self.service))
        if self.timestamp_url and not is_web_address(self.timestamp_url):
            raise SettingsError(f"timestamp_url is {self.timestamp_url!r}", "it must begin with http:// or https://")
        if (self.certificate is None) != (self.key is None):
            raise SettingsError("certificate and key go together", "give both, or neither")
        if self.watermark_key is not None and not self.watermark:
            raise SettingsError("there is a watermark_key, and watermark is off", "leave one of them out")

    @property
    def voices(self) -> Mapping[str, str]:
        """The voices that are named, each by the setting that names it."""
        named = {name: getattr(self, name) for name in ("voice", "quote_voice", "title_voice")}
        return {name: wanted for name, wanted in named.items() if wanted}

    @classmethod
    def load(
        cls, config: Path | None = None, environment: Mapping[str, str] | None = None, **given: object
    ) -> Settings:
        """The settings of one run: what is given, over ``NARRATOR_*``, over the file, over the defaults.

        Args:
            config: the file to read; None reads ``narrator.toml`` of the working folder where there is one.
            environment: os.environ unless given.
            given: settings by name, as a command line gives them; a value of None means not given.

        Raises:
            SettingsError: an unknown key, with the nearest known one; a value of the wrong kind or range.
        """
        from narrator.settings.sources import loaded

        return cls(**loaded(fields(), config, environment, given))


@cache
def fields() -> Mapping[str, Field]:
    """All settings by name, in the order of ``Settings``."""
    return fields_of(Settings)


def _tag(given: str, name: str) -> str:
    """A language's tag in its usual form: ``de-DE`` of ``de_DE``.

    Raises:
        SettingsError: it is none.
    """
    tag = languages.of(given).tag
    if not tag:
        raise SettingsError(f"{name} is {given!r}", "it must be a language's tag (BCP 47), as en, de-AT or zh-Hant")
    return tag


__all__ = ["Field", "Section", "Service", "Settings", "Site", "Tables", "fields"]
