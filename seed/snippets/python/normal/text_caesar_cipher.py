def caesar(text: str, shift: int) -> str:
    secret = ""
    for letter in text.upper():
        if "A" <= letter <= "Z":
            secret += chr((ord(letter) - 65 + shift) % 26 + 65)
        else:
            secret += letter
    return secret
