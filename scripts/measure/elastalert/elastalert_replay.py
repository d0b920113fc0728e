"""Runs every rule of an ElastAlert2 configuration over a stretch of time, and prints what it found and what it took, as JSON.

Usage: elastalert_replay.py CONFIG START END (ISO times). Loading rules, which asks for the terms that are known before START, is not timed.
"""

import json
import resource
import sys
import time

import elasticsearch
from elastalert.alerts import Alerter
from elastalert.elastalert import ElastAlerter
from elastalert.util import ts_to_dt

FOUND = []
REQUESTS = [0]


class Recorder(Alerter):
    """Keeps alerts instead of sending them."""

    def alert(self, matches):
        for match in matches:
            told = {key: str(value) for key, value in match.items() if not isinstance(value, (dict, list))}
            normal = match.get("normal")
            if isinstance(normal, dict):
                told.update({"normal." + key: str(value) for key, value in normal.items()})
            FOUND.append({"rule": self.rule["name"], "match": told})

    def get_info(self):
        return {"type": "recorder"}


def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    config, start, end = sys.argv[1:]
    perform = elasticsearch.Transport.perform_request

    def counting(self, *args, **kwargs):
        REQUESTS[0] += 1
        return perform(self, *args, **kwargs)

    elasticsearch.Transport.perform_request = counting
    alerter = ElastAlerter(["--config", config, "--start", start, "--end", end])
    REQUESTS[0] = 0
    cpu, wall = seconds(), time.monotonic()
    rules = {}
    for rule in alerter.rules:
        before = time.monotonic()
        matches = alerter.run_rule(rule, ts_to_dt(end), ts_to_dt(start))
        rules[rule["name"]] = {"matches": matches, "seconds": round(time.monotonic() - before, 2)}
    took = {"wall": time.monotonic() - wall, "own": seconds() - cpu, "requests": REQUESTS[0]}
    print(json.dumps({**took, "rules": rules, "alerts": FOUND}))


if __name__ == "__main__":
    # The rules name the module, which must not be loaded a second time.
    import elastalert_replay

    elastalert_replay.main()
