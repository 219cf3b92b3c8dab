first_name = "Rosa"
family_name = "Moreno"
full_name = first_name + " " + family_name
print(full_name)
