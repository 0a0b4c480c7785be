"""From facts to answers: what the sound, the signature, the signer and the time are, and the verdict over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narrator import disclosure
from narrator.containers.base import Tags
from narrator.credentials import Credential
from narrator.verify.answers import (
    Mark,
    Report,
    SignatureAnswer,
    SignatureState,
    SignerAnswer,
    SignerState,
    SoundAnswer,
    SoundState,
    TimeAnswer,
    TimeState,
    Verdict,
)
from narrator.verify.facts import SoundFacts
from narrator.verify.plain import quoted

LENGTH_TOLERANCE_MS = 250
"""By which decoders differ on the same packets: Debian's ffmpeg 5.1 reads an MP3 up to 70 ms long, Opus and AAC end
with a frame of their own."""
OURS = "narrator local signer"
"""The name in certificates that narrator makes: anybody has one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a manifest on this machine says of the file."""

    is_same_sound: bool
    is_named: bool
    """Whether it was named with ``--against``, rather than lying beside the file."""
    created: str
    label: str
    mark_id: str = ""
    """Of the watermark that the narration was given; empty where it was given none."""
    is_played_otherwise: bool = False
    """Whether the packets are the manifest's, and the header plays them otherwise."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found of one file."""

    file: str
    sound: SoundFacts
    lengths_ms: tuple[int, ...]
    """As it plays, by its samples and by its clock; empty where it was not needed, or could not be told in time."""
    tags: Tags | None
    credential: Credential | None
    problem: str
    """Why credentials that are there cannot be read; else empty."""
    unchecked: str
    """Why the signature was not checked; else empty."""
    is_unreadable: bool
    """Whether that reason is that the file makes its readers crash or swell."""
    known: Known | None
    mark: Mark | None
    unheard: str
    """Why a watermark could not be looked for; else empty."""
    findings: tuple[str, ...]


def report(facts: Facts) -> Report:
    """The answers and the verdict."""
    signature = _signature(facts)
    sound = _sound(facts, signature.state)
    signer, time = _signer(facts, signature.state), _time(facts, signature.state)
    verdict, words = _verdict(facts, sound.state, signature.state, signer, time)
    told = narrations(facts.credential)
    return Report(
        file=facts.file,
        verdict=verdict,
        answer=f"{words} {_apart(sound, signature, signer, time)}",
        sound=sound,
        signature=signature,
        signer=signer,
        time=time,
        disclosure=told.disclosure if told else "",
        digital_source_types=facts.credential.digital_source_types if facts.credential else (),
        credential=facts.credential,
        tags=facts.tags,
        manifest_matches=None if facts.known is None else facts.known.is_same_sound,
        findings=(*facts.findings, *_findings(facts)),
    )


def chain(credential: Credential | None) -> Iterator[Credential]:
    """A manifest and its parents."""
    while credential is not None:
        yield credential
        credential = credential.parent


def narrations(credential: Credential | None) -> Credential | None:
    """The nearest manifest with narrator's own assertion: the active one, or a parent under a host's."""
    return next((each for each in chain(credential) if each.is_narrators), None)


def says_ai(credential: Credential) -> bool:
    """Whether a manifest says that AI made the sound, in IPTC's or C2PA's own terms, to the letter."""
    if credential.digital_source_types:
        return any(disclosure.is_ai(each) for each in credential.digital_source_types)
    return bool(credential.disclosure)


def is_signed_sound(credential: Credential | None, sound: SoundFacts, lengths_ms: Sequence[int]) -> bool:
    """Whether a sound is the one that a narration's credentials sign, and is played as it was."""
    signed = credential.sound if credential is not None else None
    if signed is None:
        return False
    then = (signed.sha256, signed.codec, signed.sample_rate_hz, signed.channels, signed.setup_sha256)
    now = (sound.packets_sha256, sound.codec, sound.sample_rate_hz, sound.channels, sound.setup_sha256)
    return then == now and plays_alike(sound, signed.length_ms, lengths_ms)


def broken_below(credential: Credential, sound: SoundFacts, lengths_ms: Sequence[int]) -> Credential | None:
    """The first manifest below a host's, down to narrator's own, that did not hold when the host signed over it.

    Tags that were rewritten before a host signed break nothing, where the sound is still the narration's.
    """
    ours = narrations(credential)
    if ours is None or ours is credential:
        return None
    is_its_sound = is_signed_sound(ours, sound, lengths_ms)
    for each in chain(credential.parent):
        if each.problems or not (each.is_bound or is_its_sound):
            return each
        if each is ours:
            return None
    return None


def plays_alike(sound: SoundFacts, length_ms: float, lengths_ms: Sequence[int]) -> bool:
    """Whether packets that are known are played as they were: one stream, no volume of its own, the same length."""
    as_long = bool(lengths_ms) and all(abs(each - length_ms) <= LENGTH_TOLERANCE_MS for each in lengths_ms)
    return as_long and sound.streams == 1 and not sound.gain_db and sound.is_plain


def _signature(facts: Facts) -> SignatureAnswer:
    credential = facts.credential
    if facts.unchecked:
        return SignatureAnswer(SignatureState.UNCHECKED, note=facts.unchecked)
    if facts.problem:
        return SignatureAnswer(SignatureState.BROKEN, note=facts.problem)
    if credential is None:
        return SignatureAnswer(SignatureState.NONE)
    if credential.problems:
        return SignatureAnswer(SignatureState.BROKEN, credential.problems)
    if (broken := broken_below(credential, facts.sound, facts.lengths_ms)) is not None:
        return SignatureAnswer(
            SignatureState.BROKEN, broken.problems, f"that of {_name(broken)}, which was signed over"
        )
    ours = narrations(credential)
    if not credential.is_bound:
        by_signature = is_signed_sound(ours, facts.sound, facts.lengths_ms)
        if by_signature or (facts.known is not None and facts.known.is_same_sound and ours is not None):
            return SignatureAnswer(SignatureState.REWRITTEN)
        return SignatureAnswer(SignatureState.BROKEN, ("the file is not the one that was signed",))
    if ours is None:
        return SignatureAnswer(SignatureState.ANOTHERS)
    if ours is not credential:
        between = "" if ours.is_bound else "; tags were rewritten between"
        return SignatureAnswer(SignatureState.HOLDS, note=f"over a narration that {_name(ours)} signed{between}")
    return SignatureAnswer(SignatureState.HOLDS)


def _sound(facts: Facts, signature: SignatureState) -> SoundAnswer:
    sha256, codec = facts.sound.packets_sha256, facts.sound.codec
    ours = narrations(facts.credential)
    state, note = SoundState.UNKNOWN, ""
    if facts.mark is not None and is_encoded_anew(facts.known, facts.mark):
        state, note = SoundState.MARKED, _marked(facts.mark)
    elif facts.known is not None and not facts.known.is_same_sound:
        state, note = SoundState.OTHER, _with_unheard("it is not the one of the manifest", facts)
        if facts.known.is_played_otherwise:
            note = "its packets are those of the manifest, and what is around them plays them otherwise"
    elif facts.credential is not None and signature not in (SignatureState.BROKEN, SignatureState.UNCHECKED):
        state, note = SoundState.AS_SIGNED, _signed_note(facts, ours)
    elif facts.known is not None:
        state = SoundState.AS_IN_MANIFEST
    elif ours is not None and not facts.problem:
        state, note = SoundState.OTHER, "it is not known to be the one that was signed"
        if not _is_other(ours, facts.sound):
            note = "its packets are the signed ones, and what is around them may play them otherwise"
    elif facts.mark is not None:
        state, note = SoundState.MARKED, _marked(facts.mark)
    else:
        note = _with_unheard("", facts)
    return SoundAnswer(state, sha256, codec, facts.mark, note)


def _with_unheard(note: str, facts: Facts) -> str:
    """A note on the sound, and that a watermark could not be looked for, where one would have told more."""
    unheard = f"a watermark could not be looked for: {facts.unheard}" if facts.unheard else ""
    return "; ".join(filter(None, (note, unheard)))


def _signed_note(facts: Facts, ours: Credential | None) -> str:
    """What else to say of a sound that is as it was signed."""
    if ours is None:
        return f"it carries our mark {_marked(facts.mark)}" if facts.mark is not None else ""
    is_anothers = ours is not facts.credential and _is_other(ours, facts.sound)
    return f"which is not the one that {_name(ours)} signed" if is_anothers else ""


def is_encoded_anew(known: Known | None, mark: Mark) -> bool:
    """Whether a sound that is not the manifest's own carries the mark of its narration."""
    if known is None or known.is_same_sound or known.is_played_otherwise:
        return False
    return known.mark_id != "" and known.mark_id == mark.id


def _marked(mark: Mark) -> str:
    own = "" if mark.key == "public" else f" of the key {mark.key}"
    names = f": {', '.join(map(quoted, mark.narrations))}" if mark.narrations else ""
    names = ", which no narration that was looked through has" if mark.is_unknown else names
    return f"with id {mark.id}{own}{names}" if mark.id else f"{own} whose id cannot be read{names}".lstrip()


def _is_other(credential: Credential, sound: SoundFacts) -> bool:
    return credential.sound is None or credential.sound.sha256 != sound.packets_sha256


def _signer(facts: Facts, signature: SignatureState) -> SignerAnswer:
    credential = facts.credential
    if credential is None:
        return SignerAnswer(SignerState.UNKNOWN)
    name, generator = credential.signer, credential.generator
    if signature is SignatureState.BROKEN:
        return SignerAnswer(SignerState.UNKNOWN, name, generator, "who signed is not proven")
    note = "a certificate that narrator made on some machine" if name == OURS else ""
    if credential.trusted is None:
        return SignerAnswer(SignerState.NOT_ASKED, name, generator, note)
    if credential.trusted:
        return SignerAnswer(SignerState.LISTED, name, generator)
    ours = narrations(credential)
    if ours is not None and ours is not credential and ours.trusted:
        note = f"{_name(ours)}, who signed the narration, is"
    return SignerAnswer(SignerState.UNLISTED, name, generator, note)


def _time(facts: Facts, signature: SignatureState) -> TimeAnswer:
    credential = facts.credential
    if credential is None or signature is SignatureState.BROKEN:
        return TimeAnswer(TimeState.UNKNOWN)
    signed, valid_to = credential.signed, credential.valid_to
    unlisted = "the authority of its time stamp is not on the trust list"
    note = unlisted if credential.is_stamped and credential.stamp_trusted is False else ""
    if credential.ran_out and credential.valid_from > datetime.now(UTC).isoformat():
        note = f"the certificate begins on {credential.valid_from[:10]}: is the clock of this machine right?"
        return TimeAnswer(TimeState.NOT_YET, signed, valid_to, note)
    if credential.ran_out:
        return TimeAnswer(TimeState.RAN_OUT, signed, valid_to, note)
    if credential.is_stamped and credential.stamp_trusted is not False:
        return TimeAnswer(TimeState.STAMPED, signed, valid_to)
    return TimeAnswer(TimeState.WITHIN, signed, valid_to, note)


def _verdict(
    facts: Facts, sound: SoundState, signature: SignatureState, signer: SignerAnswer, time: TimeAnswer
) -> tuple[Verdict, str]:
    if facts.is_unreadable and facts.known is None:
        return Verdict.UNREADABLE, f"Cannot be checked: {facts.unchecked}."
    if signature is SignatureState.BROKEN or sound is SoundState.OTHER:
        return Verdict.CHANGED, _changed_words(facts, signature)
    credential = facts.credential
    if credential is None or signature is SignatureState.UNCHECKED:
        return _unsigned(facts, sound)
    if not any(says_ai(each) and _counts(each, credential) for each in chain(credential)):
        return Verdict.NOT_LABELLED, f"Not labelled as AI: {_signed_words(credential)}, {_other_words(credential)}."
    if signer.state is SignerState.UNLISTED:
        who = f"AI voice, {_signed_words(credential)}, unchanged{_rewritten(signature)}"
        return Verdict.UNLISTED, f"{who}; the signer is not on the trust list."
    if time.state is TimeState.RAN_OUT:
        until = f"signature was by {_name(credential)}, certificate ran out on {credential.valid_to[:10]}"
        return Verdict.RAN_OUT, f"AI voice, {until}, unchanged as far as it can be told{_rewritten(signature)}."
    if time.state is TimeState.NOT_YET:
        return (
            Verdict.RAN_OUT,
            f"AI voice, {_signed_words(credential)}, unchanged as far as it can be told; {time.note}.",
        )
    return Verdict.LABELLED, f"AI voice, {_signed_words(credential)}, unchanged{_rewritten(signature)}."


def _counts(each: Credential, active: Credential) -> bool:
    """Whether the word of a manifest counts: the active one was looked at already, a foreign parent must hold."""
    return each is active or each.is_valid or (each.is_narrators and not each.problems)


def _unsigned(facts: Facts, sound: SoundState) -> tuple[Verdict, str]:
    """The verdict where no signature was checked."""
    why = f"the signature was not checked: {facts.unchecked}" if facts.unchecked else "the file itself is not signed"
    if facts.known is not None and facts.known.is_same_sound:
        of = f" of {facts.known.created[:10]}" if facts.known.created else ""
        return Verdict.LABELLED, f"AI voice, known by its manifest{of}, unchanged; {why}."
    if sound is SoundState.MARKED:
        return Verdict.ENCODED_ANEW, f"AI voice by its watermark, encoded anew or never signed; {why}."
    if facts.unchecked or facts.unheard:
        unheard = ", and a watermark could not be looked for" if facts.unheard else ""
        return Verdict.NOT_LABELLED, f"No label is proven: {why}{unheard}."
    if speaks_of_ai(facts):
        return Verdict.NOT_LABELLED, "Its tags speak of AI, but nothing proves it: there is no signature."
    return Verdict.NOT_LABELLED, "Not labelled: nothing in the file says that it was made with AI."


def _changed_words(facts: Facts, signature: SignatureState) -> str:
    if signature is not SignatureState.BROKEN:
        return "Changed: the sound is not the one that the manifest knows."
    if facts.problem:
        return f"Changed or forged: {facts.problem}."
    signed = facts.credential
    if signed is not None and (broken := broken_below(signed, facts.sound, facts.lengths_ms)) is not None:
        return f"Changed or forged before {_name(signed)} signed it: what {_name(broken)} signed does not hold."
    name = f", as {_name(facts.credential)} did" if facts.credential and facts.credential.signer else ""
    return (
        f"Changed since it was signed, or forged by whoever says to have signed it{name}: the signature does not hold."
    )


def _signed_words(credential: Credential) -> str:
    on = f" on {credential.signed[:10]}" if credential.signed else ""
    return f"signed by {_name(credential)}{on}"


def _other_words(credential: Credential) -> str:
    """What a signer says who does not say AI."""
    kinds = [each.rpartition("/")[2] for each in credential.digital_source_types]
    return f"who says {quoted(', '.join(kinds))}" if kinds else "who says nothing of how it was made"


def _rewritten(signature: SignatureState) -> str:
    return " in its sound; the tags were rewritten since" if signature is SignatureState.REWRITTEN else ""


def _name(credential: Credential | None) -> str:
    return quoted(credential.signer) if credential is not None and credential.signer else "nobody named"


def _apart(sound: SoundAnswer, signature: SignatureAnswer, signer: SignerAnswer, time: TimeAnswer) -> str:
    parts = (("Sound", sound), ("Signature", signature), ("Signer", signer), ("Time", time))
    return " ".join(f"{name}: {each.state}{f' ({each.note})' if each.note else ''}." for name, each in parts)


def speaks_of_ai(facts: Facts) -> bool:
    """Whether the tags say AI: in narrator's own fields, or by a sentence of ours that was left in another."""
    tags = facts.tags
    if tags is not None and (tags.disclosure or disclosure.is_ai(tags.digital_source_type)):
        return True
    return any(text in disclosure.sentences() or disclosure.is_ai(text) for text in facts.sound.texts)


def _findings(facts: Facts) -> Iterator[str]:
    credential = facts.credential
    if credential is None and not facts.problem and not facts.unchecked:
        yield "there are no content credentials"
    if credential is not None:
        yield from (f"the credentials do not hold: {code}" for code in credential.problems)
        if not credential.is_own_word:
            yield "the AI statement is in the signed credentials, and not among what the signer calls its own word"
        if not any(says_ai(each) for each in chain(credential)) and speaks_of_ai(facts):
            yield "the tags speak of AI, and the signer does not"
    yield from _tag_findings(facts.tags, facts.sound.texts)


def _tag_findings(tags: Tags | None, texts: Sequence[str]) -> Iterator[str]:
    if tags is not None and tags.disclosure:
        yield f"the tags say: {quoted(tags.disclosure)}"
    elif left := next((each for each in texts if each in disclosure.sentences()), ""):
        yield f"a comment says: {quoted(left)}"
    else:
        yield "the tags say nothing of AI"
