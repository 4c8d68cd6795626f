"""Live hints over server-sent events: the topic that has something new, never the facts themselves."""

import asyncio
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dougong.edge import SIGNED_IN, Bytes, Caller, Routes
from dougong.platform.identity.sessions import alive

routes = Routes("/api/events", tags=["events"], about="Live hints.")

PING_SECONDS = 20.0


@routes.get("", SIGNED_IN, answers=Bytes(("text/event-stream",)))
async def events(caller: Caller) -> StreamingResponse:
    """``event: <topic>`` whenever something is new for whoever is asking (tasks, inbox)."""
    live, user, holder = caller.services.live, caller.user, caller.holder
    assert holder is not None
    services = caller.services

    def still() -> bool:
        with services.database.read() as connection:
            return alive(connection, holder, services.clock())

    async def stream() -> AsyncIterator[str]:
        queue = live.listen(user)
        try:
            yield "retry: 3000\n\n"
            while True:
                try:
                    topic = await asyncio.wait_for(queue.get(), PING_SECONDS)
                    yield f"event: {topic}\ndata: {{}}\n\n"
                except TimeoutError:
                    # who may not come in any more hears nothing more
                    if not await run_in_threadpool(still):
                        return
                    yield ": ping\n\n"
        finally:
            live.leave(user, queue)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)
