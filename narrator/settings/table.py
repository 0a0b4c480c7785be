"""The table of settings for the documents."""

from __future__ import annotations

from narrator.settings import Field, Section, fields


def markdown() -> str:
    """A table a section: key, option, default, help."""
    parts = []
    for section in Section:
        rows = [_row(each) for each in fields().values() if each.section is section]
        parts.append("\n".join([f"## {section.value}", "", "| key | option | default | |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _row(each: Field) -> str:
    flags = each.flags if each.flags is not None else (f"--{each.name.replace('_', '-')}",)
    options = ", ".join(f"`{flag}`" for flag in flags)
    return f"| `{each.name}` | {options} | {_default(each)} | {each.help} |"


def _default(each: Field) -> str:
    if each.default in ("", None, ()) or not isinstance(each.default, str | bool | int | float | tuple):
        return ""
    if isinstance(each.default, bool):
        return str(each.default).lower()
    return ", ".join(map(str, each.default)) if isinstance(each.default, tuple) else f"{each.default}"


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201 - for `make docs`
