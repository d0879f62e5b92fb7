"""Says what Python's zoneinfo reads on every zone's clock where it changes.

Usage: PYTHONTZPATH=FOLDER python3 zoneinfo_readings.py FIRST_YEAR LAST_YEAR

Lines, times in seconds since 1970 UTC, readings in seconds as if the clock were
UTC's:
  Z name                      a zone, followed by its changes
  C instant                   the clock changes here
  U instant reading twice     what the clock reads, every tick around it; twice
                              is 1 where it reads that at another instant too
  R reading instant first kind
                              when it reads that (fold=0, PEP 495), when it
                              first reads that or later, and whether it does so
                              O once, T twice or N never
"""

import bisect
import itertools
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

TICK = 300
AROUND = 3 * 3600
DAY = 86400
EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = EPOCH.replace(tzinfo=timezone.utc)


def seconds(reading):
    return round((reading - EPOCH).total_seconds())


def offset_at(zone, instant):
    local = (UTC_EPOCH + timedelta(seconds=instant)).astimezone(zone)
    return round(local.utcoffset().total_seconds())


def change_between(zone, before, after):
    """The first instant after `before` with the offset of `after`."""
    wanted = offset_at(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone, middle) == wanted:
            after = middle
        else:
            before = middle
    return after


def changes(zone, first, end):
    offset = offset_at(zone, first)
    for day in range(first + DAY, end + DAY, DAY):
        new_offset = offset_at(zone, day)
        if new_offset != offset:
            yield change_between(zone, day - DAY, day)
        offset = new_offset


def instant_of(zone, reading, fold):
    local = (EPOCH + timedelta(seconds=reading)).replace(tzinfo=zone, fold=fold)
    return reading - round(local.utcoffset().total_seconds())


def kind_of(zone, reading):
    early, late = (instant_of(zone, reading, fold) for fold in (0, 1))
    if early == late:
        return "O"
    return "T" if early + offset_at(zone, early) == reading else "N"


def write_around(zone, change, out):
    middle = change // TICK * TICK  # one clock changed a minute past midnight
    ticks = range(middle - AROUND, middle + AROUND + TICK, TICK)
    shown = {tick: tick + offset_at(zone, tick) for tick in (*ticks, change)}
    for tick in ticks:
        twice = int(kind_of(zone, shown[tick]) == "T")
        out.append(f"U {tick} {shown[tick]} {twice}")
    # The most that the clock has read until each instant, to look up when it
    # first reads something or later.
    instants = sorted(shown)
    most = list(itertools.accumulate((shown[i] for i in instants), max))
    for reading in range(shown[ticks[0]], shown[ticks[-1]] + TICK, TICK):
        first = instants[bisect.bisect_left(most, reading)]
        out.append(f"R {reading} {instant_of(zone, reading, 0)} {first} "
                   f"{kind_of(zone, reading)}")


def main():
    first_year, last_year = map(int, sys.argv[1:])
    first = seconds(datetime(first_year, 1, 1))
    end = seconds(datetime(last_year + 1, 1, 1))
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        out = [f"Z {name}"]
        for change in changes(zone, first, end):
            out.append(f"C {change}")
            write_around(zone, change, out)
        print("\n".join(out))


main()
