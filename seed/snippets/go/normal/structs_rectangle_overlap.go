type Rect struct {
    Left, Top, Right, Bottom int
}

func (r Rect) Overlaps(o Rect) bool {
    return r.Left < o.Right && o.Left < r.Right &&
        r.Top < o.Bottom && o.Top < r.Bottom
}
