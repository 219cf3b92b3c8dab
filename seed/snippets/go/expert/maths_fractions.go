type Fraction struct{ top, bottom int64 }

func New(top, bottom int64) Fraction {
    if bottom == 0 {
        panic("a fraction of zero parts")
    }
    a, b := top, bottom
    for b != 0 {
        a, b = b, a%b
    }
    if (a < 0) != (bottom < 0) {
        a = -a
    }
    return Fraction{top / a, bottom / a}
}

func (f Fraction) Plus(o Fraction) Fraction {
    return New(f.top*o.bottom+o.top*f.bottom, f.bottom*o.bottom)
}

func (f Fraction) Times(o Fraction) Fraction {
    return New(f.top*o.top, f.bottom*o.bottom)
}

func (f Fraction) String() string {
    if whole := f.top / f.bottom; f.top%f.bottom == 0 {
        return fmt.Sprint(whole)
    }
    return fmt.Sprintf("%d/%d", f.top, f.bottom)
}
