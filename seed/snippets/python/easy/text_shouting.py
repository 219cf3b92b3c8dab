message = input("Say something: ")
if message.isupper():
    print("There is no need to shout")
else:
    print("You said", message)
