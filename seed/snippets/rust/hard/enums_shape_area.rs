enum Shape {
    Circle(f64),
    Rect { width: f64, height: f64 },
}

fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Circle(r) => PI * r * r,
        Shape::Rect { width, height } => width * height,
    }
}
