"""Expands recurrence rules by dateutil: another implementation than ours.

Each line of the input is `MOST DTSTART RRULE`, of the output the first MOST
instances, joined by commas; `?` where dateutil breaks (it does for some numbers
of weekdays) or looks for long. Nothing reaches past 2100.
"""

import itertools
import signal
import sys
from datetime import datetime

from dateutil.rrule import rrulestr

FORM = "%Y%m%dT%H%M%S"


PATIENCE_S = 0.1


def out_of_patience(*_):
    raise TimeoutError


def instances(most, start, rule):
    all_of_them = rrulestr(rule, dtstart=datetime.strptime(start, FORM))
    near = itertools.takewhile(lambda at: at.year < 2100, all_of_them)
    return [at.strftime(FORM) for at in itertools.islice(near, int(most))]


def main():
    signal.signal(signal.SIGALRM, out_of_patience)
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
        try:
            answer = ",".join(instances(*line.split()))
        except (IndexError, TimeoutError, ValueError):
            answer = "?"
        signal.setitimer(signal.ITIMER_REAL, 0)
        print(answer)


main()
