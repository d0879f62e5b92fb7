"""Reads an iCalendar file with icalendar and says when its events are.

Of the input, one line an event: UID, start and end in seconds since 1970 UTC,
SEQUENCE, STATUS and SUMMARY in ASCII, separated by tabs. Times are resolved by
the file's own VTIMEZONEs.
"""

import sys
from datetime import timezone

import icalendar


def seconds(component, name):
    return int(component.decoded(name).astimezone(timezone.utc).timestamp())


def main():
    calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    for event in calendar.walk("VEVENT"):
        print("\t".join([
            str(event["UID"]), str(seconds(event, "DTSTART")),
            str(seconds(event, "DTEND")), str(event["SEQUENCE"]),
            str(event["STATUS"]), ascii(str(event["SUMMARY"])),
        ]))


main()
