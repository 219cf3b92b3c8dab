from collections import deque

waiting = deque(["Ann", "Bo"])
waiting.append("Cy")
print("Next:", waiting.popleft())
