function grade(points: number): "pass" | "fail" {
  return points >= 50 ? "pass" : "fail";
}
