"""Errors as answers: problem+json (RFC 9457) with narrator's own codes, and no path of the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from narrator.errors import (
    BusyError,
    ConflictError,
    EncodeError,
    LabelError,
    NarratorError,
    OutputError,
    SourceError,
)
from narrator.studio.access import DeniedError

STATUS: Mapping[type[NarratorError], int] = MappingProxyType(
    {
        DeniedError: 401,
        ConflictError: 409,
        BusyError: 409,
        SourceError: 404,
        OutputError: 500,
        EncodeError: 500,
        LabelError: 500,
    }
)
"""Of each kind of error; any other is something that was sent and cannot be: 422."""
PATH = re.compile(r"(?<![\w:/.])/(?:[^\s/'\"<>]+/)+[^\s/'\"<>]*")
INVALID = 422


def answering(app: FastAPI) -> None:
    """Let an application answer errors as problems."""
    app.add_exception_handler(NarratorError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _surprise)


def without_paths(text: str) -> str:
    """A message without the places of this machine's files."""
    return PATH.sub("…", text)


def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NarratorError)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), INVALID)
    if isinstance(error, DeniedError) and "may only" in error.message:
        status = 403
    more = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    told = {"hint": without_paths(error.hint), "code": error.exit_code}
    return _problem(type(error).__name__, without_paths(error.message), status, told, more)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem("", str(error.detail), error.status_code, {"hint": "", "code": 1}, dict(error.headers or {}))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(each) for each in first["loc"])
    return _problem("", f"{place}: {first['msg']}"[:500], INVALID, {"hint": "see /api/v1/openapi.json", "code": 10}, {})


def _surprise(request: Request, error: Exception) -> JSONResponse:
    return _problem("", "something went wrong that nobody foresaw", 500, {"hint": "the studio's log says more"}, {})


def _problem(kind: str, title: str, status: int, more: Mapping[str, Any], headers: Mapping[str, str]) -> JSONResponse:
    body = {
        "type": f"urn:narrator:{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
        "code": 1,
        **more,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")
