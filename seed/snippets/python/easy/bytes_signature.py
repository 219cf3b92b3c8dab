with open("photo.png", "rb") as photo:
    signature = photo.read(8)
print(signature == b"\x89PNG\r\n\x1a\n")
