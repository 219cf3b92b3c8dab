from statistics import mean, median

salaries = [2400, 2600, 2900, 9800]
print("on average", mean(salaries))
print("in the middle", median(salaries))
