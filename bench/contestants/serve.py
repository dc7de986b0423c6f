"""Answers the benchmark's requests, as serve.ts does: see protocol.ts."""

import json
import sys
import time
import traceback

CHUNK_SECONDS = 0.02


class Refused(Exception):
    pass


def serve(version, threads=1, gradients=None, start=None, checker=None, load_csv=None):
    runs = {}

    def able(ability):
        if ability is None:
            raise Refused("this library does not support it")
        return ability

    def answer(request):
        kind = request["do"]
        if kind == "gradients":
            with open(request["into"], "wb") as file:
                able(gradients)(request["problem"]).tofile(file)
            return done(0, None)
        if kind == "step":
            problem, seconds = request["problem"], request["seconds"]
            if problem not in runs:
                runs[problem] = able(start)(problem)[0]
                step_time(runs[problem], seconds)
            return done(step_time(runs[problem], seconds), None)
        if kind == "train":
            run, loss = able(start)(request["problem"])
            us, _ = timed(lambda: run(request["steps"]))
            return done(us, loss())
        if kind == "gradient-check":
            return done(*timed(able(checker)(request["problem"])))
        return done(*timed(lambda: able(load_csv)(request["file"])))

    def done(us, value):
        return {"us": us, "threads": threads, "value": value}

    say({"version": version})
    for line in sys.stdin:
        try:
            say(answer(json.loads(line)))
        except Refused as refusal:
            say({"refused": str(refusal)})
        except Exception:
            say({"error": traceback.format_exc()})


def say(what):
    print(json.dumps(what), flush=True)


def timed(work):
    start = time.perf_counter()
    value = work()
    return 1e6 * (time.perf_counter() - start), value


def step_time(run, seconds):
    """Returns the time of a step in microseconds, measured over at least one step and at least `seconds` seconds."""
    start = time.perf_counter()
    steps = 0
    chunk = 1
    while True:
        run(chunk)
        steps += chunk
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return 1e6 * elapsed / steps
        chunk = max(1, int(steps * min(CHUNK_SECONDS, seconds - elapsed) / elapsed))
