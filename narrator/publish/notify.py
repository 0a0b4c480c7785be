"""Tells hubs that feeds are new: WebSub (W3C) and Podping, so that apps need not ask every hour."""

from __future__ import annotations

import os
from collections.abc import Iterator

from narrator.about import GENERATOR
from narrator.publish import feed
from narrator.settings.publishing import Publishing

PODPING = "https://podping.cloud/"
TOKEN = "PODPING_TOKEN"  # noqa: S105 -- the name of a variable
TIMEOUT_S = 10.0


def notified(publishing: Publishing, podping: str = PODPING) -> Iterator[str]:
    """Tell the hubs of a publisher; gives what failed, in words. A hub that is down stops no publishing.

    Args:
        publishing: names the feed and the hub.
        podping: address of the service.
    """
    address = f"{publishing.base_url}/{feed.MAIN}"
    if publishing.hub:
        yield from _failed(publishing.hub, "POST", data={"hub.mode": "publish", "hub.url": address})
    if publishing.podping:
        token = os.environ.get(TOKEN, "")
        if not token:
            yield f"podping.cloud was not told: {TOKEN} is not set"
            return
        yield from _failed(podping, "GET", params={"url": address}, headers={"Authorization": token})


def _failed(
    address: str,
    method: str,
    *,
    data: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Iterator[str]:
    import httpx

    own = {"User-Agent": GENERATOR, **(headers or {})}
    try:
        answer = httpx.request(method, address, data=data, params=params, headers=own, timeout=TIMEOUT_S)
    except httpx.HTTPError as error:
        yield f"{address} was not told that the feed is new: {error or type(error).__name__}"
        return
    if not answer.is_success:
        yield f"{address} was not told that the feed is new: it answered {answer.status_code}"
