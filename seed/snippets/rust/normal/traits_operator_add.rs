#[derive(Clone, Copy, Debug, PartialEq)]
struct Vec2(f64, f64);

impl Add for Vec2 {
    type Output = Vec2;

    fn add(self, other: Vec2) -> Vec2 {
        Vec2(self.0 + other.0, self.1 + other.1)
    }
}
