invited = {"Ola", "Piet", "Quinn", "Rafa"}
answered = {"Piet", "Rafa", "Sami"}
print("coming:", invited & answered)
print("silent:", invited - answered)
print("a surprise:", answered - invited)
