#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    top: i64,
    bottom: i64,
}

impl Fraction {
    fn new(top: i64, bottom: i64) -> Self {
        assert_ne!(bottom, 0, "a fraction of zero parts");
        let (mut a, mut b) = (top.abs(), bottom.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = bottom.signum();
        Fraction {
            top: sign * top / a,
            bottom: sign * bottom / a,
        }
    }
}

impl Add for Fraction {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let left = self.top * other.bottom;
        let right = other.top * self.bottom;
        Fraction::new(left + right, self.bottom * other.bottom)
    }
}
