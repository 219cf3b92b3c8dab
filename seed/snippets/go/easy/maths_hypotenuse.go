func distance(x, y float64) float64 {
    return math.Sqrt(x*x + y*y)
}
