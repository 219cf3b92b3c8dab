from datetime import date, timedelta


def month_page(year: int, month: int) -> str:
    first = date(year, month, 1)
    days = ["  "] * first.weekday()
    day = first
    while day.month == month:
        days.append(f"{day.day:2}")
        day += timedelta(days=1)
    weeks = [days[i : i + 7] for i in range(0, len(days), 7)]
    lines = [" ".join(week) for week in weeks]
    return "\n".join([f"{first:%B %Y}".center(20), *lines])
