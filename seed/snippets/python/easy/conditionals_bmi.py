weight, height = 68, 1.74
bmi = weight / height**2
verdict = "fine" if 18.5 <= bmi < 25 else "ask a doctor"
print(f"{bmi:.1f}: {verdict}")
