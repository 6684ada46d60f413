"""Coroutines in tests whose process may hold a browser, which keeps an event loop running."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def awaited(several: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own and return what it gives."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, several).result()
