print("it's late")
print("don't worry")
