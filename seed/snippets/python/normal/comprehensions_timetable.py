lessons = {"Mia": ["art", "maths"], "Leo": ["maths", "music"]}
pupils_of = {
    subject: sorted(name for name in lessons if subject in lessons[name])
    for subjects in lessons.values()
    for subject in subjects
}
print("In maths:", " and ".join(pupils_of["maths"]))
