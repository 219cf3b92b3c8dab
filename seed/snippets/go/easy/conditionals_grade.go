grade := "fail"
if points >= 50 {
    grade = "pass"
}
