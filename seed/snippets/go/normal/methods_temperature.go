type Celsius float64

func (c Celsius) Fahrenheit() float64 { return float64(c)*9/5 + 32 }

func (c Celsius) Feeling(windKmh float64) Celsius {
    wind := math.Pow(windKmh, 0.16)
    t := float64(c)
    return Celsius(13.12 + 0.6215*t - 11.37*wind + 0.3965*t*wind)
}
