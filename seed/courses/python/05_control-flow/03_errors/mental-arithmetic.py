import time

started = time.monotonic()
try:
    answer = int(input("What is 17 times 23? "))
    print("Right!" if answer == 17 * 23 else "Not quite")
except ValueError:
    print("Digits only, please")
finally:
    took = time.monotonic() - started
    print(f"That took {took:.1f} seconds")
