from datetime import date

today = date.today()
party = date(today.year, 12, 31)
wait = party - today
print("The party is in", wait.days, "days")
