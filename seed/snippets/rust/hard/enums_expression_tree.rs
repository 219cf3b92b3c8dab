enum Expr {
    Number(f64),
    Binary(Box<Expr>, char, Box<Expr>),
}

fn eval(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Number(value) => Some(*value),
        Expr::Binary(left, sign, right) => match (eval(left)?, eval(right)?) {
            (a, b) if *sign == '+' => Some(a + b),
            (a, b) if *sign == '*' => Some(a * b),
            (_, b) if b == 0.0 => None,
            (a, b) => Some(a / b),
        },
    }
}
