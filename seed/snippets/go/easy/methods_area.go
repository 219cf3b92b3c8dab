func (r Rect) Area() float64 {
    return r.Width * r.Height
}
