title = "The Long Way Home"
slug = title.lower().replace(" ", "-")
print(slug.startswith("the-"))
print(slug.count("-"), len(slug))
print(slug.removeprefix("the-"))
