with open("diary.txt", "a") as diary:
    diary.write("Today I learned to type faster\n")
    diary.write("Tomorrow I will do it again\n")
