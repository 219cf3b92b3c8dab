from collections import deque

recent: deque[str] = deque(maxlen=3)
for page in ("home", "cart", "help", "home", "search"):
    if page in recent:
        recent.remove(page)
    recent.appendleft(page)
print("You have just seen", ", ".join(recent))
