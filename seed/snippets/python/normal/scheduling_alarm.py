import time
from datetime import datetime, timedelta


def wait_until(hour: int, minute: int) -> None:
    now = datetime.now()
    alarm = now.replace(hour=hour, minute=minute, second=0)
    if alarm <= now:
        alarm += timedelta(days=1)
    time.sleep((alarm - now).total_seconds())
