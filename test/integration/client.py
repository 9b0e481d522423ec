"""A client of Remit in another language: NATS and JSON, nothing of Remit's own.

client.py URL '{"id": ..., "goal": ..., ...}' [TRACEPARENT]
Stores the goal on remit.intake, watches its events to the end, submits the same again and the same id with other
content, and prints one line of JSON for each thing that it was told.
"""

import asyncio
import json
import sys

import nats

OVER = 60


def tell(what, **told):
    print(json.dumps({"what": what, **told}), flush=True)


async def main(url, submission, traceparent):
    client = await nats.connect(url)
    events = await client.subscribe("remit.events.local.>")
    headers = {"traceparent": traceparent} if traceparent else None

    async def store(body):
        ack = await client.jetstream().publish(
            "remit.intake", json.dumps(body).encode(), headers=headers
        )
        tell("stored", stream=ack.stream, seq=ack.seq)

    async def ask(body):
        reply = await client.request(
            "remit.api.goals.submit", json.dumps(body).encode(), timeout=10, headers=headers
        )
        answer = json.loads(reply.data)
        tell("answered", answer=answer)
        return answer

    async def watch(last):
        while True:
            event = await events.next_msg(timeout=OVER)
            tell(
                "event",
                subject=event.subject,
                headers=dict(event.headers or {}),
                data=json.loads(event.data),
            )
            if event.subject.endswith(last):
                return

    await store(submission)
    await watch(".ended")
    await store(submission)
    await ask(submission)
    other = {**submission, "goal": submission["goal"] + " Twice!"}
    await ask(other)
    await store(other)
    await watch(".rejected")
    await client.close()


asyncio.run(main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None))
