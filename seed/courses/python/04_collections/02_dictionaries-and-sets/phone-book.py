phone_book = {
    "Amir": "555-0142",
    "Beth": "555-0178",
}
phone_book["Chen"] = "555-0196"
print(phone_book.get("Dora", "no number"))
print(sorted(phone_book))
