from datetime import date, timedelta

FRIDAY = 4


def next_friday(start: date) -> date:
    ahead = (FRIDAY - start.weekday()) % 7 or 7
    return start + timedelta(days=ahead)


print(f"The week ends on {next_friday(date.today()):%d %B}")
