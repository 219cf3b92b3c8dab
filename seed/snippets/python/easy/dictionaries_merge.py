defaults = {"theme": "dark", "size": 14}
chosen = {"size": 18}
settings = defaults | chosen
print(settings["size"])
